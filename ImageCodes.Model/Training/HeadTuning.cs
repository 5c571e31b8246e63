using System.ComponentModel.DataAnnotations;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training.Losses;
using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>How a code head is learned again.</summary>
internal sealed record HeadTuningOptions
{
    /// <summary>Passes, batches (among so many each chooses its neighbours), step sizes.</summary>
    public DescentOptions Descent { get; init; } = new() { Epochs = 12, Batch = 2_000, LearningRate = 2e-3 };

    /// <summary>How many of the nearest, itself among them, stand for a picture. 1 to 10,000; default 30.</summary>
    [Range(1, 10_000)]
    public int Nearest { get; init; } = 30;

    /// <summary>How often that is done, each time by what the time before gave. 0 to 100; default 6.</summary>
    [Range(0, 100)]
    public int Rounds { get; init; } = 6;

    /// <summary>Softness of the choice among neighbours by codes, in shares of a code's bits. 0.001 to 10; default 0.07.</summary>
    [Range(1e-3, 10)]
    public double CodeTemperature { get; init; } = 0.07;

    /// <summary>The same by means of features. 0.001 to 10; default 0.03.</summary>
    [Range(1e-3, 10)]
    public double FeatureTemperature { get; init; } = 0.03;

    /// <summary>Weight of the bits' balance and independence. 0 to 1,000; default 0.5.</summary>
    [Range(0.0, 1_000)]
    public double BalanceWeight { get; init; } = 0.5;
}

/// <summary>
/// Learns again how features become a code, from no labels, and changes nothing else of a network: by codes a picture should choose its
/// neighbours as it does by the means of features that are near to each other. A training that moves the features sees one batch of views
/// at a time; here whole pictures are seen, and all of them say who is near.
/// </summary>
internal sealed class HeadTuning(HeadTuningOptions options)
{
    private const int AtOnce = 500;

    /// <param name="network">Whose head is learned; in evaluation mode afterwards.</param>
    /// <param name="features">(N, Features), of whole pictures.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancel">Stops after the step in progress, or after some hundred pictures whose nearest are looked for.</param>
    public void Run(CodeNetwork network, Tensor features, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        using var scope = NewDisposeScope();
        var known = RealNeighbours.Directions(features);
        for (var round = 0; round < options.Rounds; round++) known = Means(known, cancel);
        new MinibatchDescent(options.Descent).Run(network.Head, features.shape[0], (chosen, done) => Losses(network, features.index_select(0, chosen), known.index_select(0, chosen), done), progress, cancel);
    }

    private IReadOnlyList<PartialLoss> Losses(CodeNetwork network, Tensor features, Tensor known, double done)
    {
        var codes = StraightThrough.Harden(network.Code(features), StraightThrough.HardnessAt(done));   // (B, Bits)
        var embedding = NestedLoss.Mean(
            network.Options.Prefixes, bits => NeighbourEmbedding.Loss(codes[.., ..bits], known, options.CodeTemperature, options.FeatureTemperature));
        return [new("embedding", embedding), new("balance", BitBalance.Loss(codes), options.BalanceWeight)];
    }

    /// <summary>
    /// Each as the mean of those nearest to it, itself among them (database-side feature augmentation: Turcot and Lowe 2009; Arandjelović
    /// and Zisserman 2012).
    /// </summary>
    private Tensor Means(Tensor directions, CancellationToken cancel)   // (N, Features) -> (N, Features), both of length 1
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var sums = RealNeighbours.Nearest(directions, directions, (int)Math.Min(options.Nearest, directions.shape[0])).Chunk(AtOnce).Select(rows =>
        {
            cancel.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            return directions.index_select(0, tensor(rows.SelectMany(near => near).ToArray()))
                .reshape(rows.Length, -1, directions.shape[1]).sum([1]).MoveToOuterDisposeScope();
        });
        return RealNeighbours.Directions(cat(sums.ToArray())).MoveToOuterDisposeScope();
    }
}
