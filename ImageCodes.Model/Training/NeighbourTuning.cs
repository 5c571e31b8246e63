using System.ComponentModel.DataAnnotations;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>How a deep autoencoder is fine-tuned.</summary>
internal sealed record NeighbourTuningOptions
{
    /// <summary>Passes over the pictures. 1 to 10,000; default 30.</summary>
    [Range(1, 10_000)]
    public int Epochs { get; init; } = 30;

    /// <summary>Pictures in a batch: among so many each chooses its neighbour. 2 to 100,000; default 1,000.</summary>
    [Range(2, 100_000)]
    public int Batch { get; init; } = 1_000;

    /// <summary>Step size of Adam, falling in a straight line to 0. Default 0.001.</summary>
    [Range(1e-6, 1)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Weight of the neighbours; the reconstruction has the rest of 1. Default 0.99 (Salakhutdinov and Hinton 2007).</summary>
    [Range(0.0, 1)]
    public double NeighbourWeight { get; init; } = 0.99;

    /// <summary>How many of the code's units, the first ones, bring neighbours together; the others only reconstruct. Default 30.</summary>
    [Range(1, 100_000)]
    public int NeighbourUnits { get; init; } = 30;

    /// <summary>Whether units harden into bits over the first four fifths of the steps. Default false.</summary>
    public bool Binary { get; init; }

    /// <summary>Share of the pixels that a step blackens (Vincent et al. 2008). Default 0.</summary>
    [Range(0.0, 0.9)]
    public double Masked { get; init; }

    /// <summary>Seeds the order of pictures and the masks. Default 1.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>
/// Regularised nonlinear neighbourhood components analysis (Salakhutdinov and Hinton 2007): pictures of one label should choose
/// each other by their codes, and the codes should still draw the pictures.
/// </summary>
internal sealed class NeighbourTuning(NeighbourTuningOptions options)
{
    private const double SoftShare = 0.8;
    private const double BinaryTemperature = 0.05;   // of bits, as in the code networks
    private const int EncodedAtOnce = 5_000;

    /// <param name="network">What is tuned; in evaluation mode afterwards.</param>
    /// <param name="pictures">(N, Pixels), in [0, 1].</param>
    /// <param name="labels">(N), whole numbers.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancel">Stops after the step in progress.</param>
    public void Run(DeepAutoencoder network, Tensor pictures, Tensor labels, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        TorchRuntime.Seed(options.Seed);   // what is left out of the layers is drawn from libtorch's own numbers
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)options.Seed);
        using var adam = optim.Adam(network.parameters(), options.LearningRate);
        var batch = (int)Math.Min(options.Batch, pictures.shape[0]);
        var stepsPerEpoch = (int)(pictures.shape[0] / batch);
        var steps = options.Epochs * stepsPerEpoch;
        var order = arange(pictures.shape[0]);
        network.train();
        new TrainingLoop(_ => "fine-tuning", steps, batch, progress, cancel).Run(step =>
        {
            using var inner = NewDisposeScope();
            if (step % stepsPerEpoch == 0)
            {
                order.Dispose();
                order = randperm(pictures.shape[0], generator: random).MoveToOuterDisposeScope();
            }

            var chosen = order[(step % stepsPerEpoch * batch)..(step % stepsPerEpoch * batch + batch)];
            foreach (var group in adam.ParamGroups) group.LearningRate = options.LearningRate * (steps - step) / steps;
            return Step(network, adam, pictures.index_select(0, chosen), labels.index_select(0, chosen), random, hardness: Math.Min(1, step / (SoftShare * steps)));
        });
        network.eval();
    }

    /// <summary>The code of pictures as it is compared: real, or of -1 and +1.</summary>
    public Tensor Code(DeepAutoencoder network, Tensor pictures)   // (B, Pixels) -> (B, Code)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var code = cat([.. pictures.split(EncodedAtOnce).Select(network.Encode)]);
        return (options.Binary ? StraightThrough.Harden(code.tanh(), 1) : code).MoveToOuterDisposeScope();
    }

    private Dictionary<string, double> Step(DeepAutoencoder network, optim.Optimizer adam, Tensor pictures, Tensor labels, Generator random, double hardness)
    {
        var seen = options.Masked > 0 ? pictures * rand(pictures.shape, generator: random).gt(options.Masked) : pictures;
        var codes = network.Encode(seen);   // (B, Code)
        if (options.Binary) codes = StraightThrough.Harden(codes.tanh(), hardness);
        var own = labels.unsqueeze(1).eq(labels.unsqueeze(0));   // (B, B)
        // The choice falls by exp(-d²) of the whole distance; the loss takes temperatures in shares of the units.
        var temperature = 1.0 / (4 * options.NeighbourUnits);
        var neighbours = NeighbourhoodComponents.Loss(codes[.., ..options.NeighbourUnits], own, options.Binary ? BinaryTemperature : temperature);
        var reconstruction = nn.functional.binary_cross_entropy_with_logits(network.Decode(codes), pictures, reduction: nn.Reduction.Sum) / pictures.shape[0];
        adam.zero_grad();
        (neighbours * options.NeighbourWeight + reconstruction * (1 - options.NeighbourWeight)).backward();
        adam.step();
        return new Dictionary<string, double> { ["neighbours"] = neighbours.ToDouble(), ["reconstruction"] = reconstruction.ToDouble() };
    }
}
