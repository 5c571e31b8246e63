using System.ComponentModel.DataAnnotations;
using ImageCodes.Model.Networks;

namespace ImageCodes.Model.Training;

/// <summary>How a network is learned. Stored in the checkpoint, so a resumed training goes on with the same numbers.</summary>
public sealed record TrainingOptions
{
    /// <summary>Seeds the weights, the order of pictures and every augmentation. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Passes over the pictures that learn to reconstruct them only, before neighbours matter. 0 to 1,000; default 0.</summary>
    [Range(0, 1_000)]
    public int PretrainingEpochs { get; init; }

    /// <summary>
    /// Passes over the pictures with all losses. 0 to 10,000, 0 for a coder alone, or to keep the weights begun with; default 12.
    /// </summary>
    [Range(0, 10_000)]
    public int Epochs { get; init; } = 12;

    /// <summary>
    /// Passes after these in which the code head alone learns, from what the network sees of whole pictures and of an edited view of each.
    /// 0 to 1,000; default 0.
    /// </summary>
    [Range(0, 1_000)]
    public int HeadEpochs { get; init; }

    /// <summary>Step size of the code head by itself, falling in a straight line to 0. 0.000001 to 1; default 0.001.</summary>
    [Range(1e-6, 1)]
    public double HeadLearningRate { get; init; } = 1e-3;

    /// <summary>Pictures in a batch. 4 to 4,096; default 256.</summary>
    [Range(4, 4_096)]
    public int BatchPictures { get; init; } = 256;

    /// <summary>Augmented views of each picture in a batch: 1, or 2, which are neighbours of each other. Default 2.</summary>
    [Range(1, 2)]
    public int Views { get; init; } = 2;

    /// <summary>
    /// Share of a batch, at most, that is pairs of pictures which someone, or something, called alike or not. 0 to 1; default 0.25.
    /// </summary>
    [Range(0.0, 1)]
    public double PairShare { get; init; } = 0.25;

    /// <summary>
    /// Highest step size, reached after a twentieth of the steps, as a share of the weights' length. 0.000001 to 1; default 0.08.
    /// </summary>
    [Range(1e-6, 1)]
    public double LearningRate { get; init; } = 0.08;

    /// <summary>
    /// Share of the steps in which the network sees smaller views: half the side, then three quarters; quicker, and right for the first
    /// steps. 0 to 1; default 0.75.
    /// </summary>
    [Range(0.0, 1)]
    public double SmallShare { get; init; } = 0.75;

    /// <summary>
    /// Share of the steps over which real activations harden into bits: a network learns sooner from the first and must end with the
    /// second. 0 to 1; default 0.8.
    /// </summary>
    [Range(0.0, 1)]
    public double SoftShare { get; init; } = 0.8;

    /// <summary>Softness of the softmax over the labels' proxies, in shares of a code's bits. 0.001 to 10; default 0.05.</summary>
    [Range(1e-3, 10)]
    public double LabelTemperature { get; init; } = 0.05;

    /// <summary>Softness of the softmax over the pictures of a batch, in shares of a code's bits. 0.001 to 10; default 0.05.</summary>
    [Range(1e-3, 10)]
    public double ViewTemperature { get; init; } = 0.05;

    /// <summary>Weight of the neighbours that share a label. 0 to 1,000; default 1.</summary>
    [Range(0.0, 1_000)]
    public double LabelWeight { get; init; } = 1;

    /// <summary>
    /// Weight of the neighbours that are two views of one picture, of those that someone called alike, and of those called not alike. 0 to
    /// 1,000; default 0.3.
    /// </summary>
    [Range(0.0, 1_000)]
    public double ViewWeight { get; init; } = 0.3;

    /// <summary>
    /// Of how many numbers a projection of the encoder's features has by which views are compared, instead of by codes; it is thrown away
    /// in the end. 0 to 4,096; default 0: by codes.
    /// </summary>
    [Range(0, 4_096)]
    public int ViewProjection { get; init; }

    /// <summary>Softness of the neighbours that codes learn from features, in shares of a code's bits. 0.001 to 10; default 0.1.</summary>
    [Range(1e-3, 10)]
    public double EmbeddingTemperature { get; init; } = 0.1;

    /// <summary>
    /// Weight of the neighbours that codes learn from the encoder's features, for codes without labels. 0 to 1,000; default 0.
    /// </summary>
    [Range(0.0, 1_000)]
    public double EmbeddingWeight { get; init; }

    /// <summary>Weight of the reconstruction's squared error, summed over a pixel's colours. 0 to 1,000; default 2.</summary>
    [Range(0.0, 1_000)]
    public double ReconstructionWeight { get; init; } = 2;

    /// <summary>Weight of the bits' balance and independence. 0 to 1,000; default 1.</summary>
    [Range(0.0, 1_000)]
    public double BalanceWeight { get; init; } = 1;

    /// <summary>Steps between two checkpoints. 1 to 100,000; default 100.</summary>
    [Range(1, 100_000)]
    public int CheckpointSteps { get; init; } = 100;

    /// <summary>How far the first view of a picture may differ from it. Default: little, as what a library holds.</summary>
    public ViewOptions FirstView { get; init; } = ViewOptions.Gentle;

    /// <summary>How far the second view may differ from the picture. Default: as far as an edit of it goes.</summary>
    public ViewOptions SecondView { get; init; } = new();

    /// <summary>The network's shape.</summary>
    public CodeNetworkOptions Network { get; init; } = new() { Widths = [64, 256, 352], Residual = true, Middle = 0.5 };

    /// <exception cref="ValidationException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">The network's numbers do not fit together.</exception>
    public void Validate()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        foreach (var view in new[] { FirstView, SecondView })
            Validator.ValidateObject(view, new ValidationContext(view), validateAllProperties: true);
        Network.Validate();
    }
}
