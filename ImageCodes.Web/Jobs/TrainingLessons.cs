using ImageCodes.Model.Imaging;
using ImageCodes.Model.Storage;
using ImageCodes.Model.Training;
using ImageCodes.Web.Search;

namespace ImageCodes.Web.Jobs;

/// <summary>Chooses what a training learns from and what it is tested on.</summary>
internal sealed class TrainingLessons(PictureStore pictures, VerdictStore verdicts, PictureDecoder decoder, LiveModel live, TrainingFolders folders)
{
    private const double HeldOutShare = 0.1;
    private const int FewestPictures = 20;

    /// <summary>The plan of a training: the one it has, or a new one, which is kept.</summary>
    /// <exception cref="InvalidOperationException">Too few were chosen.</exception>
    public LessonPlan PlanOf(long job, TrainRequest request, CancellationToken cancel)
    {
        var folder = folders.Of(job);
        if (LessonPlan.Find(folder) is { } known) return known;
        var chosen = pictures.ForTraining(request.Folders, request.Labels ?? []);
        if (chosen.Count < FewestPictures) throw new InvalidOperationException($"A training needs at least {FewestPictures} pictures; {chosen.Count} were chosen.");
        var plan = new LessonPlan(chosen, verdicts.Among([.. chosen.Select(picture => picture.Id)]), []);
        var set = plan.Decode(decoder, cancel);
        var (_, heldOut) = set.Split(HeldOutShare, seed: 1, NearDuplicates.Groups(live.Current.Encoder.Encode([.. set.Pictures.Select(picture => picture.Input)])));
        plan = plan with { HeldOut = [.. heldOut.Pictures.Select(picture => picture.Path!)] };
        plan.Keep(folder);
        return plan;
    }

    /// <summary>What a process that learns by a plan is told.</summary>
    public LessonTask TaskOf(TrainRequest request, string origin, string? start, TrainingOptions options) => new(request.Name, origin, start, options, request.Coder, decoder.Options);

    /// <summary>A plan's pictures decoded, the held-out ones apart.</summary>
    public (TrainingSet Kept, TrainingSet HeldOut) Read(LessonPlan plan, CancellationToken cancel) => plan.Read(decoder, cancel);
}
