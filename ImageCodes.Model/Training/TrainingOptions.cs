using System.ComponentModel.DataAnnotations;
using ImageCodes.Model.Networks;

namespace ImageCodes.Model.Training;

/// <summary>How a network is learned. Stored in the checkpoint, so a resumed training goes on with the same numbers.</summary>
public sealed record TrainingOptions
{
    /// <summary>Seeds the weights, the order of pictures and every augmentation. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Passes over the pictures that learn to reconstruct them only, before neighbours matter. 0 to 1,000; default 2.</summary>
    [Range(0, 1_000)]
    public int PretrainingEpochs { get; init; } = 2;

    /// <summary>Passes over the pictures with all losses. 1 to 10,000; default 16.</summary>
    [Range(1, 10_000)]
    public int Epochs { get; init; } = 16;

    /// <summary>Pictures in a batch; each is seen in two augmented views. 4 to 4,096; default 256.</summary>
    [Range(4, 4_096)]
    public int BatchPictures { get; init; } = 256;

    /// <summary>Pictures of one label in a batch, so that each finds neighbours there. 2 to 64; default 4.</summary>
    [Range(2, 64)]
    public int PicturesPerLabel { get; init; } = 4;

    /// <summary>Highest step size of AdamW (Loshchilov and Hutter 2019), reached after a twentieth of the steps. Default 0.002.</summary>
    [Range(1e-6, 1)]
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Decay of the weights, a step, as a share of the step size. Default 0.03.</summary>
    [Range(0.0, 1)]
    public double WeightDecay { get; init; } = 0.03;

    /// <summary>Softness of the softmax over neighbours, in shares of a code's bits. Default 0.05.</summary>
    [Range(1e-3, 10)]
    public double Temperature { get; init; } = 0.05;

    /// <summary>Weight of the neighbours that share a label. Default 1.</summary>
    [Range(0.0, 1_000)]
    public double LabelWeight { get; init; } = 1;

    /// <summary>Weight of the neighbours that are two views of one picture. Default 0.5.</summary>
    [Range(0.0, 1_000)]
    public double ViewWeight { get; init; } = 0.5;

    /// <summary>Weight of the reconstruction's squared error, summed over a pixel's colours. Default 2.</summary>
    [Range(0.0, 1_000)]
    public double ReconstructionWeight { get; init; } = 2;

    /// <summary>Weight of the bits' balance and independence. Default 1.</summary>
    [Range(0.0, 1_000)]
    public double BalanceWeight { get; init; } = 1;

    /// <summary>Steps between two checkpoints. 1 to 100,000; default 100.</summary>
    [Range(1, 100_000)]
    public int CheckpointSteps { get; init; } = 100;

    /// <summary>The network's shape.</summary>
    public CodeNetworkOptions Network { get; init; } = new();

    /// <exception cref="ValidationException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">The network's numbers do not fit together.</exception>
    public void Validate()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        Network.Validate();
    }
}
