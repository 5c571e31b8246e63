using System.Diagnostics;
using ImageCodes.Model.Networks;

namespace ImageCodes.Model.Training;

/// <summary>What all trainings have about their steps: progress, checkpoints, an end when they are asked to stop.</summary>
/// <param name="phase">What a step is called in the progress.</param>
/// <param name="steps">How many there are.</param>
/// <param name="batchPictures">How many pictures a step shows.</param>
/// <param name="progress">Told after each step.</param>
/// <param name="cancel">Stops after the step in progress.</param>
internal sealed class TrainingLoop(
    Func<int, string> phase, int steps, int batchPictures, IProgress<TrainingProgress>? progress, CancellationToken cancel)
{
    /// <summary>The step to begin with. Default 0.</summary>
    public int Begun { get; init; }

    /// <summary>Keeps the state after so many steps and after the last, where it can be kept.</summary>
    public (int Every, Action<int> Save)? Checkpoint { get; init; }

    /// <summary>Looks at the network after so many steps, where someone wants to see it.</summary>
    public (int Every, Func<HeldOutGlimpse?> Look)? Glimpse { get; init; }

    /// <summary>How long a step takes, by its number, beside others: by it the time left is told. Default: all the same.</summary>
    public Func<int, double> Cost { get; init; } = _ => 1;

    /// <param name="step">Learns from the batch of a step's number and tells its losses by name.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop; where there are checkpoints, the state is kept.</exception>
    public void Run(Func<int, IReadOnlyDictionary<string, double>> step)
    {
        using var _ = new QuietCollector();
        var clock = Stopwatch.StartNew();
        var (spent, left) = (0.0, Enumerable.Range(Begun, Math.Max(0, steps - Begun)).Sum(Cost));
        for (var at = Begun; at < steps; at++)
        {
            var losses = step(at);
            if (losses.FirstOrDefault(loss => !double.IsFinite(loss.Value)) is { Key: { } lost })
                throw new InvalidOperationException(
                    $"At step {at + 1:N0} ({phase(at)}) the loss '{lost}' was no finite number any more: "
                        + "the steps are too large for these pictures. Begin anew with a lower rate, or from another model.");
            var (next, done) = (at + 1, at + 1 - Begun);
            (spent, left) = (spent + Cost(at), Math.Max(0, left - Cost(at)));
            progress?.Report(new TrainingProgress(
                phase(at), next, steps, losses, done * batchPictures / clock.Elapsed.TotalSeconds, clock.Elapsed * (left / spent),
                Glimpse is var (shownEvery, look) && next % shownEvery == 0 ? look() : null));
            var isStopped = cancel.IsCancellationRequested;   // asked once: what stops it is kept
            if (Checkpoint is var (keptEvery, save) && (next % keptEvery == 0 || next == steps || isStopped)) save(next);
            if (isStopped) cancel.ThrowIfCancellationRequested();
        }
    }
}
