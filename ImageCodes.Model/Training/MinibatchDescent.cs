using System.ComponentModel.DataAnnotations;
using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>How fully connected networks are learned.</summary>
internal sealed record DescentOptions
{
    /// <summary>Passes over the rows. 1 to 10,000; default 30.</summary>
    [Range(1, 10_000)]
    public int Epochs { get; init; } = 30;

    /// <summary>Rows in a batch. 1 to 100,000; default 1,000.</summary>
    [Range(1, 100_000)]
    public int Batch { get; init; } = 1_000;

    /// <summary>
    /// Step size of Adam (Kingma and Ba 2015), or of plain gradient descent, falling in a straight line to 0. Default 0.001.
    /// </summary>
    [Range(1e-6, 1)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>
    /// Momentum of plain gradient descent (Polyak 1964), which stays nearer to where it began than Adam. 0 to 1; default null: Adam.
    /// </summary>
    [Range(0.0, 1)]
    public double? Momentum { get; init; }

    /// <summary>Seeds the order of rows, and libtorch's own numbers. Default 1.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>
/// The loop that fully connected networks share: batches in a new order each pass, Adam or gradient descent, a rate that falls to 0.
/// </summary>
internal sealed class MinibatchDescent(DescentOptions options)
{
    /// <param name="network">What is learned; in evaluation mode afterwards.</param>
    /// <param name="rows">How many rows there are to learn from.</param>
    /// <param name="loss">
    /// Gives the loss of a batch, from the places of its rows, (B), and the share of the steps that are done, 0 to 1.
    /// </param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancel">Stops after the step in progress.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no rows.</exception>
    public void Run(
        nn.Module network, long rows, Func<Tensor, double, IReadOnlyList<PartialLoss>> loss,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        if (rows < 1) throw new ArgumentOutOfRangeException(nameof(rows), "There are no rows to learn from.");
        Networks.TorchRuntime.Seed(options.Seed);   // what is left out of layers is drawn from libtorch's own numbers
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)options.Seed);
        using optim.Optimizer optimizer = options.Momentum is { } momentum
            ? optim.SGD(network.parameters(), options.LearningRate, momentum)
            : optim.Adam(network.parameters(), options.LearningRate);
        using var batches = new ShuffledBatches(rows, options.Batch, random);
        var steps = options.Epochs * batches.InPass;
        network.train();
        new TrainingLoop(_ => "fine-tuning", steps, batches.Size, progress, cancel).Run(step =>
        {
            using var inner = NewDisposeScope();
            foreach (var group in optimizer.ParamGroups) group.LearningRate = options.LearningRate * (steps - step) / steps;
            var parts = loss(batches.At(step), (double)step / steps);
            optimizer.zero_grad();
            parts.Sum().backward();
            optimizer.step();
            return parts.ByName();
        });
        network.eval();
    }
}
