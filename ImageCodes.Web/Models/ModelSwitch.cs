using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Models;

/// <summary>
/// Makes the codes of another model beside those in use, while searches go on with the latter, and then changes over in one
/// step.
/// </summary>
public sealed class ModelSwitch(Importer importer, LiveModel live, PictureStore pictures)
{
    /// <param name="model">To be used.</param>
    /// <param name="progress">Told of the codes that are made.</param>
    /// <param name="cancel">Stops between batches; the model before stays in use, and the codes that were made are kept.</param>
    /// <exception cref="InvalidOperationException">
    /// The settings name the model, or far fewer pictures would be found by this one, since their files cannot be read now; the model
    /// before stays in use.
    /// </exception>
    /// <exception cref="InvalidDataException">Its file cannot be used.</exception>
    public async Task<ImportReport> UseAsync(KnownModel model, IProgress<ImportProgress>? progress, CancellationToken cancel)
    {
        live.RefuseWhereFixed();   // before all is encoded for it
        using var encoder = PictureEncoder.Load(model.Path);
        var made = await importer.EncodeMissingAsync(encoder, progress, cancel);
        progress?.Report(ImportProgress.Ended(made));
        cancel.ThrowIfCancellationRequested();   // whoever cancelled does not want it used
        var (after, before) = (pictures.Counts(model.Id).Ready, pictures.Counts(live.Current.Id).Ready);
        if (MissingFiles.AreMany(after, before))
            throw new InvalidOperationException($"{model.Version} would find {after:N0} pictures, where {before:N0} are found now: "
                + $"the files of the others cannot be read. {MissingFiles.WhatToDo} The model before stays in use.");
        live.Use(model);
        return made;
    }
}
