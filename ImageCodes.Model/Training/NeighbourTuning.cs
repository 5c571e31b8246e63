using System.ComponentModel.DataAnnotations;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training.Losses;
using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>How a deep autoencoder is fine-tuned.</summary>
internal sealed record NeighbourTuningOptions
{
    /// <summary>Passes, batches (among so many each chooses its neighbour), step sizes.</summary>
    public DescentOptions Descent { get; init; } = new();

    /// <summary>Weight of the neighbours; the reconstruction has the rest of 1. Default 0.99 (Salakhutdinov and Hinton 2007).</summary>
    [Range(0.0, 1)]
    public double NeighbourWeight { get; init; } = 0.99;

    /// <summary>How many of the code's units, the first ones, bring neighbours together; the others only reconstruct. Default 30.</summary>
    [Range(1, 100_000)]
    public int NeighbourUnits { get; init; } = 30;

    /// <summary>Whether units harden into bits over the first four fifths of the steps. Default false.</summary>
    public bool Binary { get; init; }

    /// <summary>Whether a step sees square pictures turned, scaled and moved a little. Default false.</summary>
    public bool Moved { get; init; }

    /// <summary>Share of the pixels that a step blackens (Vincent et al. 2008). Default 0.</summary>
    [Range(0.0, 0.9)]
    public double Masked { get; init; }

    /// <summary>Seeds the masks, the moves and, with <see cref="Descent"/>, the order of pictures.</summary>
    public int Seed => Descent.Seed;
}

/// <summary>
/// Regularised nonlinear neighbourhood components analysis (Salakhutdinov and Hinton 2007): pictures of one label should choose
/// each other by their codes, and the codes should still draw the pictures.
/// </summary>
internal sealed class NeighbourTuning(NeighbourTuningOptions options)
{
    private const double BinaryTemperature = 0.05;   // of bits, as in the code networks
    private const int EncodedAtOnce = 5_000;

    /// <param name="network">What is tuned; in evaluation mode afterwards.</param>
    /// <param name="pictures">(N, Pixels), in [0, 1].</param>
    /// <param name="labels">(N), whole numbers.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancel">Stops after the step in progress.</param>
    public void Run(
        DeepAutoencoder network, Tensor pictures, Tensor labels, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        if (options.Descent.Batch < 2)
            throw new ArgumentException("A picture chooses among the others of its batch; "
                + $"a batch has 2 pictures or more, got {options.Descent.Batch}.");
        using var random = new Generator(unchecked((ulong)StepSeed.Of(options.Seed, 0)));   // not the numbers that order the pictures
        new MinibatchDescent(options.Descent).Run(
            network, pictures.shape[0], (chosen, done) => Losses(network, pictures.index_select(0, chosen), labels.index_select(0, chosen), random, StraightThrough.HardnessAt(done)), progress, cancel);
    }

    /// <summary>The code of pictures as it is compared: real, or of -1 and +1.</summary>
    public Tensor Code(DeepAutoencoder network, Tensor pictures)   // (B, Pixels) -> (B, Code)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var code = cat([.. pictures.split(EncodedAtOnce).Select(network.Encode)]);
        return (options.Binary ? StraightThrough.Harden(code.tanh(), 1) : code).MoveToOuterDisposeScope();
    }

    private IReadOnlyList<PartialLoss> Losses(DeepAutoencoder network, Tensor pictures, Tensor labels, Generator random, double hardness)
    {
        if (options.Moved) pictures = AffineViews.Draw(pictures, random);
        var seen = options.Masked > 0 ? Corruption.Mask(pictures, options.Masked, random) : pictures;
        var codes = network.Encode(seen);   // (B, Code)
        if (options.Binary) codes = StraightThrough.Harden(codes.tanh(), hardness);
        var own = labels.unsqueeze(1).eq(labels.unsqueeze(0));   // (B, B)
        // The choice falls by exp(-d²) of the whole distance; the loss takes temperatures in shares of the units.
        var temperature = 1.0 / (4 * options.NeighbourUnits);
        return
        [
            new("neighbours", NeighbourhoodComponents.Loss(codes[.., ..options.NeighbourUnits], own, options.Binary ? BinaryTemperature : temperature), options.NeighbourWeight),
            new("reconstruction", network.Visible.Loss(network.Decode(codes), pictures), 1 - options.NeighbourWeight),
        ];
    }
}
