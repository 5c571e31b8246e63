using System.CommandLine;
using System.Text.Json;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using ImageCodes.Web.Jobs;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes learn FOLDER</c>: the process of a training that a server began (<see cref="TrainingProcess"/>). Not for people, and so not in the help.</summary>
internal static class LearnCommand
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var folder = new Argument<string>("FOLDER");
        var command = new Command("learn", "Learn as a training's folder says.") { folder };
        command.Hidden = true;
        command.SetAction((call, cancel) => Task.Run(() =>
        {
            TorchRuntime.LowerPriority();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            new Thread(() => StopWithInput(stop)) { IsBackground = true }.Start();
            Learn(call.GetRequiredValue(folder), stop.Token);
        }, cancel));
        return command;
    }

    private static void Learn(string folder, CancellationToken cancel)
    {
        var task = TrainingProcess.TaskOf(folder);
        var plan = LessonPlan.Find(folder) ?? throw new InvalidOperationException($"The training's folder '{folder}' says not what to learn from.");
        var (kept, heldOut) = plan.Read(new PictureDecoder(task.Imaging), cancel);
        var trainer = new Trainer(task.Options, kept, task.Start) { HeldOut = heldOut };
        using var network = trainer.Run(Path.Combine(folder, "checkpoint"), new Lines(folder), cancel);
        ModelFile.Save(Path.Combine(folder, TrainingProcess.ModelFile), network, new ModelCard(
            task.Name, task.Options.Network, DateTimeOffset.UtcNow, task.Origin, [$"{kept.Pictures.Count} pictures of the library"], new Dictionary<string, double>()));
    }

    private static void StopWithInput(CancellationTokenSource stop)
    {
        while (Console.In.Read() >= 0) continue;
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was done already.
        }
    }

    /// <summary>A line a second, and one for each glimpse, told on the thread that learns.</summary>
    private sealed class Lines(string folder) : IProgress<TrainingProgress>
    {
        private long _last;

        public void Report(TrainingProgress value)
        {
            if (value.Glimpse is { } glimpse) TrainingFolders.KeepGlimpse(folder, glimpse);
            else if (_last != 0 && System.Diagnostics.Stopwatch.GetElapsedTime(_last) < TellEvery && value.Step < value.Steps) return;
            _last = System.Diagnostics.Stopwatch.GetTimestamp();
            Console.WriteLine(JsonSerializer.Serialize(new LessonProgress(
                value.Step, value.Steps, value.Losses, value.Left.TotalSeconds, value.Glimpse?.PrecisionAt10)));
        }
    }
}
