using System.Text.Json;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Storage;
using ImageCodes.Model.Training;
using ImageCodes.Web.Search;

namespace ImageCodes.Web.Jobs;

/// <summary>
/// Learns a model from pictures of the library, on threads that let searches go first; then makes its codes beside those in
/// use, and compares the two on pictures that were held out. Choosing it is left to a person.
/// </summary>
internal sealed class TrainHandler(PictureStore pictures, ModelStore models, Importer importer, PictureDecoder decoder, LiveModel live, TrainingFolders folders) : IJobHandler
{
    private const double HeldOutShare = 0.1;
    private const int FewestPictures = 20;
    private const int FewestSteps = 16;   // in a pass, as long as batches are not too small for it
    private const int SmallestBatch = 16;
    private const int LargestBatch = 128;
    private const int ComparedPictures = 20_000;
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
        var set = await Task.Run(() => Read(folder, request, cancel), cancel);
        var (kept, heldOut) = set.Split(HeldOutShare, seed: 1);
        var start = request.StartModelId is { } id ? models.Find(id) ?? throw new InvalidOperationException($"The model {id} that the training begins with is gone.") : null;
        var options = new TrainingOptions
        {
            PretrainingEpochs = 0,
            Epochs = request.Epochs,
            BatchPictures = Math.Clamp(kept.Pictures.Count / FewestSteps, SmallestBatch, LargestBatch),
            LearningRate = start is null ? LearningRate : GentleLearningRate,
            SmallShare = 0,
            Network = start?.Card.Network ?? new CodeNetworkOptions(),
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
            using (var encoder = PictureEncoder.Load(file)) card = card with { Metrics = HeldOutReport.Of(encoder, heldOut, kept.Sample(ComparedPictures)) };
            ModelFile.Save(file, network, card);
        });

        var model = models.Import(file);
        Tell(state with { Stage = "encoding", SecondsLeft = null, ModelId = model.Id, Before = HeldOutReport.Of(live.Current.Encoder, heldOut, kept.Sample(ComparedPictures)), After = model.Card.Metrics });
        using (var encoder = PictureEncoder.Load(model.Path)) await importer.EncodeMissingAsync(encoder, cancel: cancel);
        Tell(state with { Stage = "done" });
        folders.Clear(job.Id);
    }

    /// <summary>The pictures as they were when the training began, so that it goes on with the same ones after a restart.</summary>
    private TrainingSet Read(string folder, TrainRequest request, CancellationToken cancel)
    {
        var list = Path.Combine(folder, "pictures.json");
        if (!File.Exists(list))
        {
            var chosen = pictures.ForTraining(request.Folders).Select(picture => new PictureFile(picture.Path, picture.Label, 1));
            File.WriteAllText(list + ".new", JsonSerializer.Serialize(chosen));
            File.Move(list + ".new", list);
        }

        var files = JsonSerializer.Deserialize<List<PictureFile>>(File.ReadAllText(list))!;
        if (files.Count < FewestPictures) throw new InvalidOperationException($"A training needs at least {FewestPictures} pictures; {files.Count} were chosen.");
        return TrainingSet.Load(files.Select(file => (file, (Func<byte[]>)(() => File.ReadAllBytes(file.Path)))), decoder, cancel: cancel);
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
