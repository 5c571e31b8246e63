using ImageCodes.Model.Files;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Storage;
using ImageCodes.Model.Training;

namespace ImageCodes.Web.Jobs;

/// <summary>
/// Learns a model from pictures of the library, in a process that lets searches go first; then compares it with the one in use
/// on pictures that were held out, and makes its codes beside the others. Choosing it is left to a person.
/// </summary>
internal sealed class TrainHandler(
    TrainingLessons lessons, ModelComparison comparison, ModelStore models, Importer importer,
    TrainingFolders folders, JobStore jobs, ImagingOptions imaging) : IJobHandler
{
    private const int FewestSteps = 16;   // in a pass, as long as batches are not too small for it
    private const int SmallestBatch = 16;
    private const int LargestBatch = 128;
    private const double ViewWeight = 1;   // more than a model from nothing: edits are to be found as before, while labels are learned
    private const double HeadViewWeight = 0.3;   // where the head alone learns, what the network sees of edits stays
    private const double HeadLearningRate = 0.003;   // measured on 3,000 pictures
    // Where the head alone learns, from no labels (one says nothing): what is said of some pictures, and of views, is not to part the
    // others that are alike.
    private const double EmbeddingWeight = 1;
    private const double LearningRate = 0.05;
    private const double GentleLearningRate = 0.01;   // where the start has learned something already

    public string Kind => TrainJob.Kind;

    public async Task RunAsync(Job job, Action<object> report, CancellationToken cancel)
    {
        var request = TrainJob.Of(job).Request;
        var state = TrainJob.Of(job).Progress ?? new TrainState(TrainStage.Reading, 0, 0, new Dictionary<string, double>(), null, []);
        void Tell(TrainState next) => report(state = next);

        if (state.Stage == TrainStage.Done)   // the program ended before it could say so
        {
            folders.Clear(job.Id);
            return;
        }

        Tell(state with { Stage = TrainStage.Reading, Share = null });
        var folder = folders.Of(job.Id);
        folders.ClearForgotten(id => jobs.Find(id) is not null);
        var plan = PlanOf(job.Id, request, folder, cancel);
        var file = Path.Combine(folder, TrainingProcess.ModelFile);
        if (!File.Exists(file))   // else it was stopped after it had learned
        {
            // Of a folder that is gone: a backup leaves it out.
            state = state with { Before = null, After = null, ModelId = null, Searches = null };
            lessons.Remember(plan);
            await TrainingProcess.RunAsync(folder, imaging, at =>
            {
                if (at.Phase == TrainingProgress.Describing)
                {
                    Tell(state with { Stage = TrainStage.Describing, Share = (double)at.Step / Math.Max(1, at.Steps), SecondsLeft = at.SecondsLeft });
                    return;
                }

                if (at.PrecisionAt10 is { } precision)
                    state = state with { Curve = [.. state.Curve.Where(point => point.Step < at.Step), new CurvePoint(at.Step, Math.Round(precision, 4))] };
                Tell(state with { Stage = TrainStage.Learning, Share = null, Step = at.Step, Steps = at.Steps, Losses = at.Losses, SecondsLeft = at.SecondsLeft });
            }, cancel);
        }

        Tell(state with { Stage = TrainStage.Comparing, SecondsLeft = null });
        if (state.Searches is null || state.ModelId is null)
        {
            var (kept, heldOut) = lessons.Read(plan, cancel);
            var compared = comparison.Prepare(kept, heldOut, cancel);
            if (state.Searches is null)
            {
                var (before, searches) = comparison.OfLive(compared, cancel);
                Tell(state with { Before = before, Searches = searches });
            }

            if (state.ModelId is null)
                ModelFile.Measure(file, encoder => ModelComparison.Figures(encoder, compared, cancel));
        }

        var model = models.Import(file);   // the one that it is already, where it was imported before
        Tell(state with { Stage = TrainStage.Encoding, ModelId = model.Id, After = model.Card.Metrics });
        using (var encoder = PictureEncoder.Load(model.Path))
        {
            var made = await importer.EncodeMissingAsync(
                encoder, new Telling<ImportProgress>(at => Tell(state with { Share = at.Total is { } total ? (double)at.Done / Math.Max(1, total) : null })), cancel);
            Tell(state with { Stage = TrainStage.Done, Share = null, Searches = comparison.Repeat(state.Searches!, encoder, model.Id), WithoutCode = made.Failed });
        }

        folders.Clear(job.Id);
    }

    /// <summary>What the training is to learn from: what it began with, or else, chosen now and kept.</summary>
    private LessonPlan PlanOf(long job, TrainRequest request, string folder, CancellationToken cancel)
    {
        // The process of a server that was killed may be at its first checkpoint.
        using var alone = FolderLock.Take(folder, FolderLock.UntilItStops);
        if (TrainingProcess.HasBegun(folder) && LessonPlan.Find(folder) is { } known)
        {
            var found = lessons.Follow(known);
            if (found != known) found.Keep(folder);
            return found;
        }

        var plan = lessons.PlanOf(request, cancel);
        TrainingProcess.Keep(folder, plan, TaskOf(job, request, plan));
        return plan;
    }

    private LessonTask TaskOf(long job, TrainRequest request, LessonPlan plan)
    {
        var learned = plan.Pictures.Count - plan.HeldOut.Count;
        if (request.StartModelId is { } id && models.Refuse(id) is { } wrong)
            throw new InvalidOperationException($"The training cannot begin with its model. {wrong}");
        var start = request.StartModelId is { } known ? models.Find(known) : null;
        var options = new TrainingOptions
        {
            Epochs = request.Epochs,
            HeadEpochs = request.HeadEpochs,
            HeadLearningRate = HeadLearningRate,
            BatchPictures = Math.Clamp(learned / FewestSteps, SmallestBatch, LargestBatch),
            LearningRate = start is null ? LearningRate : GentleLearningRate,
            ViewWeight = request.Epochs == 0 ? HeadViewWeight : ViewWeight,
            EmbeddingWeight = request.Epochs == 0 && plan.Labels.Count < 2 ? EmbeddingWeight : 0,
            SmallShare = 0,
            Network = start?.Card.Network ?? new TrainingOptions().Network,
        };
        if (request.Coder is { } name && ActivationCoder.Refuse(name, options.Network.Bits, learned) is { } reason)
            throw new InvalidOperationException(reason);
        var origin = $"training {job} of the library, from {start?.Version ?? "random weights"}, {request.Epochs} epochs, "
            + $"{(request.HeadEpochs > 0 ? $"{request.HeadEpochs} of the head alone, " : "")}{(request.Coder is { } coder ? $"bits by {coder}, " : "")}seed {options.Seed}";
        return new LessonTask(request.Name, origin, start?.Path, options, request.Coder);
    }
}
