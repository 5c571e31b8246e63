using ImageCodes.Model.Codes;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Storage;
using ImageCodes.Model.Training;
using ImageCodes.Web.Models;

namespace ImageCodes.Web.Jobs;

/// <summary>Chooses what a training learns from and what it is tested on.</summary>
internal sealed class TrainingLessons(
    PictureStore pictures, CodeStore codes, VerdictStore verdicts, LessonStore lessons, PictureDecoder decoder, LiveModel live)
{
    private const double HeldOutShare = 0.1;
    private const int FewestPictures = 20;
    private const double MostOfMemory = 0.5;

    /// <summary>Chooses as a training asks for.</summary>
    /// <exception cref="InvalidOperationException">Too few were chosen, or more than memory holds.</exception>
    public LessonPlan PlanOf(TrainRequest request, CancellationToken cancel)
    {
        if (request.Folders.FirstOrDefault(named => pictures.IdsBelow(named).Count == 0) is { } folderOfNone)
            throw new InvalidOperationException($"The library has no picture in or below '{folderOfNone}': leave it out, or import it first.");
        if (request.Labels?.FirstOrDefault(named => pictures.CountFiles(new FileFilter(Label: named)) == 0) is { } labelOfNone)
            throw new InvalidOperationException($"No picture of the library has the label '{labelOfNone}': leave it out, or give it to some first.");
        var chosen = pictures.ForTraining(request.Folders, request.Labels ?? []);
        if (chosen.Count < FewestPictures)
            throw new InvalidOperationException($"A training needs at least {FewestPictures} pictures; {chosen.Count} were chosen.");
        var (needed, there) = ((TrainingSet.MostBytesOfPicture + (request.HeadEpochs > 0 ? TrainingSet.BytesOfDescription : 0.0)) * chosen.Count, (double)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        if (needed > MostOfMemory * there)
            throw new InvalidOperationException(
                $"{chosen.Count:N0} pictures take {needed / 1e9:0.0} GB of memory while they are learned from; "
                    + $"of the {there / 1e9:0.0} GB here, {MostOfMemory:P0} may be used. Choose folders or labels with fewer.");
        var current = live.Current;   // another may be chosen meanwhile
        var coded = new List<(LearnablePicture Picture, PictureCode Code)>();
        foreach (var picture in chosen)
        {
            cancel.ThrowIfCancellationRequested();
            if (CodeOf(picture, current) is { } code) coded.Add((picture, code));
        }

        // The model that this one begins with, or is compared with, may come from an earlier training: what that learned tests nothing.
        var ids = coded.Select(entry => entry.Picture.Id).ToHashSet();
        var before = lessons.HeldOut(ids);
        var judged = verdicts.Among(ids);
        // What someone said of a picture that is held out would teach nothing.
        var named = judged.SelectMany(verdict => new[] { verdict.FirstId, verdict.SecondId }).ToHashSet();
        var heldOut = NearDuplicates.DrawHeldOut(
            [.. coded.Select(entry => entry.Code)], HeldOutShare, seed: 1,
            [.. coded.Select(entry => before.TryGetValue(entry.Picture.Id, out var known) ? known : (bool?)null)],
            [.. lessons.Learned().Where(id => !ids.Contains(id)).Select(id => codes.Find(current.Id, id)).OfType<PictureCode>()],
            toLearn: coded.Index().Where(entry => named.Contains(entry.Item.Picture.Id)).Select(entry => entry.Index).ToHashSet(), cancel);
        return new LessonPlan([.. coded.Select(entry => entry.Picture)], judged, [.. heldOut.Select(place => coded[place].Picture.Path)]) { Made = DateTime.UtcNow };
    }

    /// <summary>
    /// The same plan with its pictures where they are now: they may have been moved, or the library with them. A picture that is gone is
    /// left out where its file is one's now that the library had before; what came later under its name is what has become of it.
    /// </summary>
    public LessonPlan Follow(LessonPlan plan)
    {
        var paths = pictures.Find([.. plan.Pictures.Select(picture => picture.Id)])
            .Where(picture => picture.Path.Length > 0).ToDictionary(picture => picture.Id, picture => picture.Path);
        bool IsTaken(string path) => pictures.IdOf(path) is { } owner && (paths.ContainsKey(owner) || pictures.Find(owner) is { } other && other.Added < plan.Made);
        var heldOut = plan.Parts()[true].Select(picture => picture.Id).ToHashSet();
        List<LearnablePicture> found = [.. plan.Pictures
            .Where(picture => paths.ContainsKey(picture.Id) || !IsTaken(picture.Path))
            .Select(picture => paths.TryGetValue(picture.Id, out var path) && path != picture.Path ? picture with { Path = path } : picture)];
        return found.SequenceEqual(plan.Pictures)
            ? plan
            : plan with { Pictures = found, HeldOut = [.. found.Where(picture => heldOut.Contains(picture.Id)).Select(picture => picture.Path)] };
    }

    /// <summary>To be called before a process learns by a plan: one that ends early has learned something all the same.</summary>
    public void Remember(LessonPlan plan)
    {
        foreach (var part in plan.Parts()) lessons.Keep([.. part.Select(picture => picture.Id)], part.Key);
    }

    /// <summary>Nearly all pictures of a library have a code; one that has none, and gives none now, is not learned from.</summary>
    private PictureCode? CodeOf(LearnablePicture picture, ModelInUse current)
    {
        if (codes.Find(current.Id, picture.Id) is { } known) return known;
        try
        {
            return current.Encoder.Encode([decoder.DecodeInput(decoder.ReadFile(picture.Path))])[0];
        }
        catch (Exception failure) when (failure is UnreadablePictureException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// The pictures that models are compared by, decoded: those held out, and as many of the others as are searched among.
    /// </summary>
    public (TrainingSet Kept, TrainingSet HeldOut) Read(LessonPlan plan, CancellationToken cancel) =>
        plan.Sample(ModelComparison.MostCompared).Read(decoder, cancel);
}
