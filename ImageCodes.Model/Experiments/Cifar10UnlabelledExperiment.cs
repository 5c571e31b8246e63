using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// Codes of CIFAR-10 without any label: 50,000 training pictures are learned from and are the database, the 10,000 test
/// pictures the queries. Labels only measure.
/// </summary>
internal sealed class Cifar10UnlabelledExperiment : IExperiment
{
    private static readonly (int Bits, double? Floor, string? Published)[] Aims =
    [
        (32, 0.55, "on ImageNet features .62 (CIBHash)"),
        (64, 0.60, "on ImageNet features .60 (BiHalf), .64 (CIBHash)"),
    ];

    private const int Cut = 1_000;
    private const int ClusterCount = 50;
    private const int Rounds = 2;
    private const int EncodedAtOnce = 500;

    public string Name => "cifar10-unlabelled";

    public string Summary => "CIFAR-10 without labels, from scratch: mean average precision over the first 1,000 at 32 and 64 bits.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        var database = context.Pictures("cifar10.zip/train", Cifar10.Side);
        var queries = context.Pictures("cifar10.zip/test", Cifar10.Side);
        var encoder = Cifar10.LearnViews(context, database);
        try
        {
            var figures = Cifar10.MeasureStage("views alone", encoder, database, queries, Aims, Cut).ToList();
            for (var round = 1; round <= Rounds; round++)
            {
                var clustered = LearnClusters(context, database, encoder, round);
                encoder.Dispose();
                encoder = clustered;
            }

            return [.. figures, .. Cifar10.Measure(encoder, database, queries, Aims, Cut)];
        }
        finally
        {
            encoder.Dispose();
        }
    }

    /// <summary>The clusters of what the network sees become labels, and the network learns to tell them (Caron et al. 2018).</summary>
    private PictureEncoder LearnClusters(ExperimentContext context, TrainingSet pictures, PictureEncoder start, int round)
    {
        var options = Cifar10.LabelsAlone(context, epochs: 5, Cifar10.Crops) with { LearningRate = 0.02, LabelTemperature = 0.1, BalanceWeight = 0.5 };
        return context.Train($"{Name}-{round}", options, () =>
        {
            var features = pictures.Pictures.Chunk(EncodedAtOnce).SelectMany(chunk => start.Describe([.. chunk.Select(picture => picture.Pixels)])).ToList();
            var clusters = Clusters.Of(features, ClusterCount, context.Seed);
            return pictures.Relabelled(place => [$"cluster {clusters[place]}"]);
        }, start);
    }
}
