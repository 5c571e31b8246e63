using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;

namespace ImageCodes.Model.Experiments;

/// <summary>What an experiment works with.</summary>
public sealed record ExperimentContext
{
    /// <summary>The folder that holds the data sets, each under its usual name: see docs/experiments.md.</summary>
    public required string Data { get; init; }

    /// <summary>A folder for checkpoints and models; the same command goes on from what it finds there.</summary>
    public required string Work { get; init; }

    /// <summary>The model that experiments on the default model measure.</summary>
    public required string Model { get; init; }

    /// <summary>Seeds every draw.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether to learn for a tenth of the time, to see that all works; the figures are then worth little.</summary>
    public bool Quick { get; init; }

    /// <summary>
    /// The experiment's name, by which its pictures are kept: also where it is part of another one, which is shown as a whole.
    /// </summary>
    public string Experiment { get; init; } = "";

    /// <summary>Decodes pictures.</summary>
    public required PictureDecoder Decoder { get; init; }

    /// <summary>Told after each step of a training, and of whatever else takes its time.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Stops the experiment; a training of a code network leaves a checkpoint.</summary>
    public CancellationToken Cancel { get; init; }

    /// <summary>Pictures of one archive of the data folder, or of a folder within it.</summary>
    /// <param name="path">Below the data folder.</param>
    /// <param name="side">Side of the network's input, in pixels.</param>
    /// <param name="every">Only one in so many is read.</param>
    /// <exception cref="InvalidDataException">Some of them cannot be read.</exception>
    public TrainingSet Pictures(string path, int side = PictureDecoder.InputSize, int every = 1)
    {
        Tell($"reading {path}");
        var unread = new ConcurrentQueue<string>();
        var set = TrainingSet.Load(
            PictureFiles.ReadBelow(PathOf(path)).Where((_, place) => place % every == 0), Decoder,
            side, failed: (file, why) => unread.Enqueue($"'{file}': {why}"), cancel: Cancel);
        return unread.TryPeek(out var one)
            ? throw new InvalidDataException($"Of the pictures in {path} {unread.Count:N0} cannot be read, and the figures of the others would be other figures. {one}")
            : set;
    }

    /// <summary>The same for a part of the experiment: whatever it tells begins with its name.</summary>
    internal ExperimentContext Part(string name) => this with { Progress = Progress is { } whole ? new PartProgress(name, whole) : null };

    private sealed class PartProgress(string name, IProgress<TrainingProgress> whole) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress at) => whole.Report(at with { Phase = $"{name}: {at.Phase}" });
    }

    /// <summary>Tells what is being done that is no training.</summary>
    /// <param name="phase">What.</param>
    /// <param name="done">How much of it is done.</param>
    /// <param name="of">How much there is; 0 where nobody knows.</param>
    internal void Tell(string phase, int done = 0, int of = 0) => Tell(phase, done, of, TimeSpan.Zero, picturesPerSecond: 0);

    /// <summary>The same of what is done one after the other, with what is left of it at the pace from now on.</summary>
    /// <param name="phase">What.</param>
    /// <param name="of">How much there is.</param>
    /// <param name="arePictures">Whether it is pictures, whose pace is told, too.</param>
    internal Action<int> Telling(string phase, int of, bool arePictures = false)
    {
        var clock = Stopwatch.StartNew();
        return done => Tell(phase, done, of, clock.Elapsed / Math.Max(1, done) * (of - done), arePictures ? done / clock.Elapsed.TotalSeconds : 0);
    }

    private void Tell(string phase, int done, int of, TimeSpan left, double picturesPerSecond) =>
        Progress?.Report(new TrainingProgress(phase, done, of, new Dictionary<string, double>(), picturesPerSecond, left));

    /// <summary>Writes pictures side by side into the work folder.</summary>
    /// <param name="name">What they show.</param>
    /// <param name="pictures">Row by row.</param>
    /// <param name="columns">Pictures in a row.</param>
    internal void Show(string name, IReadOnlyList<PixelGrid> pictures, int columns) =>
        File.WriteAllBytes(FileOf(name, ExperimentPictures.Sheet), PictureSheet.Write(pictures, columns));

    /// <summary>Writes curves or points into the work folder.</summary>
    internal void Show(string name, Chart chart) => File.WriteAllText(FileOf(name, ExperimentPictures.Drawing), chart.ToSvg());

    private string FileOf(string name, string kind) =>
        System.IO.Path.Combine(Directory.CreateDirectory(Work).FullName, ExperimentPictures.NameOf(Experiment, Quick, name, kind));

    /// <summary>Where a data set is, or a part of it.</summary>
    /// <exception cref="FileNotFoundException">The folder does not hold it.</exception>
    public string PathOf(string path)
    {
        var first = path.Split('/')[0];
        var needed = System.IO.Path.HasExtension(first) ? first : path;   // within an archive others look
        return System.IO.Path.Exists(System.IO.Path.Combine(Data, needed))
            ? System.IO.Path.Combine(Data, path)
            : throw new FileNotFoundException($"{needed} is not in '{Data}': docs/experiments.md says what it is and who publishes it.");
    }

    /// <summary>So many passes over the data, or a tenth of them.</summary>
    internal int Epochs(int full) => Quick ? (full + 9) / 10 : full;

    private static readonly JsonSerializerOptions Terse = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    /// <summary>
    /// Where a stage of an experiment keeps what it learned: apart for whatever it depends on, so that a changed recipe is learned anew.
    /// </summary>
    /// <param name="stage">Its name.</param>
    /// <param name="recipe">All that it was learned with, beside the data.</param>
    internal string Kept(string stage, params object?[] recipe)
    {
        // What is 0 or absent is left out, so that an option which is added later, and does nothing unless it is set, changes no name.
        var all = JsonSerializer.SerializeToUtf8Bytes<object?[]>([System.IO.Path.GetFullPath(Data), Seed, .. recipe], Terse);
        return System.IO.Path.Combine(Directory.CreateDirectory(Work).FullName, $"{stage}-{Convert.ToHexStringLower(SHA256.HashData(all))[..12]}.safetensors");
    }

    /// <summary>Learns a model, or takes the one that an earlier run with the same recipe left.</summary>
    /// <returns>The model as it is read from its file.</returns>
    /// <param name="name">Of the file.</param>
    /// <param name="options">How to learn.</param>
    /// <param name="read">Gives what to learn from; not called where it was learned before.</param>
    /// <param name="start">The model whose weights to begin with; null for random ones.</param>
    /// <param name="told">What else decides what is learned: who said which label pictures have, or which are alike.</param>
    internal PictureEncoder Train(string name, TrainingOptions options, Func<TrainingSet> read, PictureEncoder? start = null, object? told = null) =>
        Keep(name, told is null ? [options, start?.Version] : [options, start?.Version, told], checkpoint =>
        {
            var set = read();
            return (new Trainer(options, set, start?.Path).Run(checkpoint, Progress, Cancel), set.Pictures.Count);
        });

    /// <summary>
    /// Learns the code head of a model again (<see cref="HeadTuning"/>), or takes the model that an earlier run with the same recipe left.
    /// </summary>
    /// <returns>The model as it is read from its file.</returns>
    /// <param name="name">Of the file.</param>
    /// <param name="options">How to learn.</param>
    /// <param name="pictures">What to learn from.</param>
    /// <param name="start">The model whose features become codes.</param>
    internal PictureEncoder TuneHead(string name, HeadTuningOptions options, TrainingSet pictures, PictureEncoder start) => Keep(name, [options, start.Version], _ =>
    {
        Tell("describing pictures");
        using var features = start.Describe([.. pictures.Pictures.Select(picture => picture.Input)], Cancel);
        var network = ModelFile.Load(start.Path).Network;
        new HeadTuning(options with { Descent = options.Descent with { Epochs = Epochs(options.Descent.Epochs), Seed = Seed } }).Run(network, features, Progress, Cancel);
        return (network, pictures.Pictures.Count);
    });

    // Told where to keep a checkpoint.
    private PictureEncoder Keep(string name, object?[] recipe, Func<string, (CodeNetwork Network, int Pictures)> learn)
    {
        var model = Kept(name, recipe);
        if (!File.Exists(model))
        {
            var checkpoint = model + ".checkpoint";
            var (network, pictures) = learn(checkpoint);
            using var _ = network;
            ModelFile.Save(model, network, new ModelCard(
                name, network.Options, DateTimeOffset.UtcNow, $"imagecodes experiment, stage {name}, seed {Seed}",
                [$"{pictures} pictures"], new Dictionary<string, double>()));
            Trainer.Forget(checkpoint);
        }

        return PictureEncoder.Load(model);
    }

    /// <summary>Learns a fully connected network; in a quick run for a tenth of the passes.</summary>
    internal void Learn(
        TorchSharp.torch.nn.Module network, long rows, DescentOptions options,
        Func<TorchSharp.torch.Tensor, double, IReadOnlyList<PartialLoss>> loss) =>
        new MinibatchDescent(options with { Epochs = Epochs(options.Epochs), Seed = Seed }).Run(network, rows, loss, Progress, Cancel);
}
