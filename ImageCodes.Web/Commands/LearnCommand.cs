using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using ImageCodes.Model.Files;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using ImageCodes.Web.Jobs;

namespace ImageCodes.Web.Commands;

/// <summary>
/// <c>imagecodes learn FOLDER</c>: the process of a training that a server or the shell began (<see cref="TrainingProcess"/>). Not
/// for people, and so not in the help. It stops when its standard input ends, and by no signal: Ctrl-C goes to it as to the one
/// that began it, and that one decides.
/// </summary>
internal sealed class LearnCommand : Command
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);

    public LearnCommand(SettingFlags flags)
        : base("learn", "Learn as a training's folder says.")
    {
        var folder = new Argument<string>("FOLDER");
        Arguments.Add(folder);
        Hidden = true;
        SetAction(call =>
        {
            using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
            using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = true);
            using var stop = new CancellationTokenSource();
            OwnProcess.StopWithInput(stop);
            using var services = flags.Services(call);
            try
            {
                Learn(call.GetRequiredValue(folder), services.GetRequiredService<PictureDecoder>(), stop.Token);
            }
            catch (Exception failure) when (failure is ExternalException or OutOfMemoryException)   // libtorch's are of the former kind
            {
                throw new InvalidOperationException($"What learns cannot go on: {failure.Message.Split('\n')[0]}", failure);
            }
        });
    }

    private static void Learn(string folder, PictureDecoder decoder, CancellationToken cancel)
    {
        using var alone = FolderLock.Take(folder, FolderLock.UntilItStops);
        var task = TrainingProcess.TaskOf(folder);
        var plan = LessonPlan.Find(folder) ?? throw new InvalidOperationException($"The training's folder '{folder}' does not say what to learn from.");
        var (kept, heldOut) = plan.Read(decoder, cancel);
        if (kept.Pictures.Count + heldOut.Pictures.Count is var there && MissingFiles.AreMany(there, plan.Pictures.Count))
            throw new InvalidOperationException($"Of {plan.Pictures.Count:N0} pictures that were chosen {there:N0} can be read now. {MissingFiles.WhatToDo}");
        // Files may be gone that the plan counts.
        if (task.Coder is { } asked && ActivationCoder.Refuse(asked, task.Options.Network.Bits, kept.Pictures.Count) is { } reason)
            throw new InvalidOperationException(reason);
        var trainer = new Trainer(task.Options, kept, task.Start) { HeldOut = heldOut };
        var lines = new Lines(folder);
        using var network = trainer.Run(TrainingProcess.CheckpointIn(folder), lines, cancel);
        using var coder = task.Coder is { } name ? CoderFitting.Learn(name, network, kept, task.Options.Seed, lines, cancel) : null;
        ModelFile.Save(Path.Combine(folder, TrainingProcess.ModelFile), network, new ModelCard(
            task.Name, task.Options.Network, DateTimeOffset.UtcNow, task.Origin,
            [$"{kept.Pictures.Count} pictures of the library"], new Dictionary<string, double>()), coder);
    }

    /// <summary>A line a second, and one for each glimpse, told on the thread that learns.</summary>
    private sealed class Lines(string folder) : IProgress<TrainingProgress>
    {
        private long _last;

        public void Report(TrainingProgress value)
        {
            if (value.Glimpse is { Pictures.Count: > 0 } glimpse) TrainingFolders.KeepGlimpse(folder, glimpse);
            if (value.Glimpse is null && _last != 0 && System.Diagnostics.Stopwatch.GetElapsedTime(_last) < TellEvery && value.Step < value.Steps) return;
            _last = System.Diagnostics.Stopwatch.GetTimestamp();
            Console.WriteLine(JsonSerializer.Serialize(new LessonProgress(
                value.Phase, value.Step, value.Steps, value.Losses, value.Left.TotalSeconds, value.Glimpse?.PrecisionAt10)));
        }
    }
}
