using System.Text.Json;
using ImageCodes.Model.Files;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Training;
using ImageCodes.Web.Settings;

namespace ImageCodes.Web.Jobs;

/// <summary>How a training's process is to learn; its pictures are those of the plan in the same folder.</summary>
/// <param name="Name">What the model will be called.</param>
/// <param name="Origin">Where it comes from, for its card.</param>
/// <param name="Start">A model file whose weights to begin with; null for random ones.</param>
/// <param name="Options">The numbers.</param>
/// <param name="Coder">What makes bits of activations; null: their signs are the bits.</param>
internal sealed record LessonTask(string Name, string Origin, string? Start, TrainingOptions Options, string? Coder);

/// <summary>A line of a training's process: where it is.</summary>
internal sealed record LessonProgress(
    string Phase, int Step, int Steps, IReadOnlyDictionary<string, double> Losses, double SecondsLeft, double? PrecisionAt10);

/// <summary>
/// Runs a training in a process of its own: what ends it does not end the server, and its memory goes with it. The process is
/// this program, called as <c>imagecodes learn FOLDER</c>; it tells its progress in lines of JSON, stops with a checkpoint when
/// its standard input ends, and so also when the server is gone.
/// </summary>
internal static class TrainingProcess
{
    /// <summary>The model file that a finished training leaves in its folder.</summary>
    public const string ModelFile = "model.safetensors";

    private const string Start = "start.safetensors";
    private const string Checkpoint = "checkpoint";

    private static string TaskFile(string folder) => Path.Combine(folder, "task.json");

    /// <summary>Where a training's checkpoint is.</summary>
    public static string CheckpointIn(string folder) => Path.Combine(folder, Checkpoint);

    /// <summary>
    /// Whether something was learned already as a training's folder asks for: then it goes on with that, whatever became of the library
    /// meanwhile.
    /// </summary>
    public static bool HasBegun(string folder) => File.Exists(Path.Combine(folder, ModelFile)) || Trainer.HasBegun(CheckpointIn(folder));

    /// <summary>
    /// Keeps what a training is to do in its folder, with the model that it begins with: that may be removed before the training is over.
    /// </summary>
    public static void Keep(string folder, LessonPlan plan, LessonTask task)
    {
        plan.Keep(folder);
        if (task.Start is { } file) File.Copy(file, Path.Combine(folder, Start), overwrite: true);
        Write(folder, task.Start is null ? task : task with { Start = Start });   // by its name alone: the library may be moved
    }

    /// <summary>What a training's folder asks for.</summary>
    public static LessonTask TaskOf(string folder)
    {
        var task = Read(folder);
        return task.Start is { } start ? task with { Start = Path.Combine(folder, start) } : task;
    }

    /// <summary>
    /// Learns to the end. A process that ended by no will of its own is started again, as long as it gets further each time.
    /// </summary>
    /// <param name="folder">The training's folder, with what <see cref="Keep"/> put there.</param>
    /// <param name="imaging">Limits of this process, which are to be that one's too.</param>
    /// <param name="report">Told of each line.</param>
    /// <param name="cancel">Stops with a checkpoint.</param>
    /// <exception cref="InvalidOperationException">The process failed; the message is what it said.</exception>
    public static async Task RunAsync(string folder, ImagingOptions imaging, Action<LessonProgress> report, CancellationToken cancel)
    {
        for (var (reached, deaths) = (-1, 0); ;)
        {
            var furthest = reached;
            var (code, said) = await OwnProcess.RunAsync(["learn", folder, .. SettingsRegistry.Arguments(imaging)], line =>
            {
                if (JsonSerializer.Deserialize<LessonProgress>(line) is not { } at) return;
                if (at.Phase != TrainingProgress.Describing) furthest = Math.Max(furthest, at.Step);
                report(at);
            }, error: null, cancel);
            if (code == ExitCode.Good) return;
            cancel.ThrowIfCancellationRequested();
            if (code == ExitCode.WorkFailed && said is not null) throw new InvalidOperationException(said);
            deaths = furthest > reached ? 1 : deaths + 1;
            if (deaths > 1)
                throw new InvalidOperationException(
                    $"The training's process ended with code {code} twice at step {Math.Max(0, furthest)}. Resume it to go on from its last checkpoint.");
            reached = furthest;
        }
    }

    private static LessonTask Read(string folder) => JsonSerializer.Deserialize<LessonTask>(File.ReadAllText(TaskFile(folder)))!;

    private static void Write(string folder, LessonTask task) =>
        WholeFile.Write(TaskFile(folder), to => JsonSerializer.Serialize(to, task), onDisk: true);
}
