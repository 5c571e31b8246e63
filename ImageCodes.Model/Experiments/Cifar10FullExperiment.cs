using ImageCodes.Model.Training;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// Supervised codes of CIFAR-10 by the protocol of deep hashing that trains on the whole database: 50,000 labelled training
/// pictures are the database, the 10,000 test pictures the queries. What is learned from the pictures alone comes first.
/// </summary>
internal sealed class Cifar10FullExperiment : IExperiment
{
    private static readonly (int Bits, double? Floor, string? Published)[] Aims =
    [
        (12, 0.92, null),
        (24, 0.93, null),
        (48, 0.93, "from scratch .68 (DSH); nets trained on ImageNet .932-.944"),
    ];

    public string Name => "cifar10-full";

    public string Summary => "CIFAR-10, 50,000 labels, from scratch: mean average precision over the whole database at 12, 24 and 48 bits.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        var database = context.Pictures("cifar10.zip/train", Cifar10.Side);
        var queries = context.Pictures("cifar10.zip/test", Cifar10.Side);
        var options = new TrainingOptions
        {
            Seed = context.Seed,
            Epochs = context.Epochs(16),
            BatchPictures = 500,
            Views = 1,
            FirstView = ViewOptions.Light,
            LearningRate = 0.03,
            SmallShare = 0,
            // One distance a label is all that counts here, so codes of a class may fall on one word: a soft choice among few
            // labels goes on pulling until they do (Hoe et al. 2021), and nothing keeps the bits apart.
            LabelTemperature = 0.15,
            ViewWeight = 0,
            ReconstructionWeight = 0,
            BalanceWeight = 0,
            Network = Cifar10.Network,
        };
        using var seen = Cifar10.LearnViews(context, database);
        using var encoder = context.Train(Name, options, database, seen);
        return [.. Cifar10.Measure(encoder, database, queries, Aims)];
    }
}
