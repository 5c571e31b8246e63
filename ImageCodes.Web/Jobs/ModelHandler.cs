using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Models;

namespace ImageCodes.Web.Jobs;

/// <summary>
/// Makes the codes of another model beside those in use, while searches go on with the latter, and then changes over in one
/// step.
/// </summary>
internal sealed class ModelHandler(Importer importer, ModelStore models, LiveModel live) : IJobHandler
{
    public string Kind => ModelJob.Kind;

    public async Task RunAsync(Job job, Action<object> report, CancellationToken cancel)
    {
        var id = ModelJob.Of(job).ModelId;
        var model = models.Find(id) ?? throw new InvalidOperationException($"The library has no model {id} any more.");
        using (var encoder = PictureEncoder.Load(model.Path))
        {
            var result = await importer.EncodeMissingAsync(encoder, new Telling<ImportProgress>(report), cancel);
            report(ImportProgress.Ended(result));
        }

        cancel.ThrowIfCancellationRequested();   // whoever cancelled does not want it used
        live.Use(model);
    }
}
