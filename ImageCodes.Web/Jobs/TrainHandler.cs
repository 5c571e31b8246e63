using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Storage;
using ImageCodes.Model.Training;

namespace ImageCodes.Web.Jobs;

/// <summary>
/// Learns a model from pictures of the library, on threads that let searches go first; then makes its codes beside those in
/// use, and compares the two on pictures that were held out. Choosing it is left to a person.
/// </summary>
internal sealed class TrainHandler(TrainingLessons lessons, ModelComparison comparison, ModelStore models, Importer importer, TrainingFolders folders) : IJobHandler
{
    private const int FewestSteps = 16;   // in a pass, as long as batches are not too small for it
    private const int SmallestBatch = 16;
    private const int LargestBatch = 128;
    private const double ViewWeight = 1;   // more than a model from nothing: edits are to be found as before, while labels are learned
    private const double LearningRate = 0.05;
    private const double GentleLearningRate = 0.01;   // where the start has learned something already
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(1);

    public string Kind => TrainJob.Kind;

    public async Task RunAsync(Job job, Action<object> report, CancellationToken cancel)
    {
        var request = TrainJob.Of(job).Request;
        var state = TrainJob.Of(job).Progress ?? new TrainState("reading", 0, 0, new Dictionary<string, double>(), null, []);
        void Tell(TrainState next) => report(state = next);

        Tell(state with { Stage = "reading" });
        var folder = folders.Of(job.Id);
        var (kept, heldOut) = await Task.Run(() => lessons.Read(job.Id, request, cancel), cancel);
        var start = request.StartModelId is { } id ? models.Find(id) ?? throw new InvalidOperationException($"The model {id} that the training begins with is gone.") : null;
        var options = new TrainingOptions
        {
            Epochs = request.Epochs,
            BatchPictures = Math.Clamp(kept.Pictures.Count / FewestSteps, SmallestBatch, LargestBatch),
            LearningRate = start is null ? LearningRate : GentleLearningRate,
            ViewWeight = ViewWeight,
            SmallShare = 0,
            Network = start?.Card.Network ?? new TrainingOptions().Network,
        };

        var last = DateTime.MinValue;
        var progress = new Telling<TrainingProgress>(value =>
        {
            var at = (TrainingProgress)value;
            if (at.Glimpse is { } glimpse)
            {
                folders.KeepGlimpse(job.Id, glimpse);
                if (glimpse.PrecisionAt10 is { } precision) state = state with { Curve = [.. state.Curve.Where(point => point.Step < at.Step), new CurvePoint(at.Step, Math.Round(precision, 4))] };
            }

            if (at.Glimpse is null && DateTime.UtcNow - last < ReportEvery) return;
            last = DateTime.UtcNow;
            Tell(state with { Stage = "learning", Step = at.Step, Steps = at.Steps, Losses = at.Losses, SecondsLeft = at.Left.TotalSeconds });
        });
        var file = Path.Combine(folder, "model.safetensors");
        await OnQuietThread(() =>
        {
            var trainer = new Trainer(options, kept, start?.Path) { HeldOut = heldOut };
            using var network = trainer.Run(Path.Combine(folder, "checkpoint"), progress, cancel);
            var card = new ModelCard(
                request.Name, options.Network, DateTimeOffset.UtcNow, $"training {job.Id} of the library, from {start?.Version ?? "random weights"}, {request.Epochs} epochs, seed {options.Seed}",
                [$"{kept.Pictures.Count} pictures of the library"], new Dictionary<string, double>());
            ModelFile.Save(file, network, card);
            using (var encoder = PictureEncoder.Load(file)) card = card with { Metrics = comparison.Figures(encoder, kept, heldOut, cancel) };
            ModelFile.Save(file, network, card);
        });

        var model = models.Import(file);
        Tell(state with { Stage = "encoding", SecondsLeft = null, ModelId = model.Id, Before = await Task.Run(() => comparison.FiguresOfLive(kept, heldOut, cancel), cancel), After = model.Card.Metrics });
        using (var encoder = PictureEncoder.Load(model.Path))
        {
            await importer.EncodeMissingAsync(encoder, cancel: cancel);
            Tell(state with { Stage = "done", Searches = comparison.SideBySide(encoder, model.Id, heldOut) });
        }

        folders.Clear(job.Id);
    }

    /// <summary>A thread of its own: its low priority must not stay with a thread of the pool.</summary>
    private static Task OnQuietThread(Action work)
    {
        var done = new TaskCompletionSource();
        var thread = new Thread(() =>
        {
            TorchRuntime.LowerPriority();
            try
            {
                work();
                done.SetResult();
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        })
        { IsBackground = true, Name = "training" };
        thread.Start();
        return done.Task;
    }
}
