using ImageCodes.Model.Training;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// Codes of CIFAR-10 without any label: 50,000 training pictures are learned from and are the database, the 10,000 test
/// pictures the queries. Labels only measure. When the network is learned, the head that makes codes of its features is learned once more,
/// by itself.
/// </summary>
internal sealed class Cifar10UnlabelledExperiment : IExperiment
{
    private static readonly (int Bits, double? Floor, string? Published)[] Aims =
    [
        (32, 0.55, "on ImageNet features .62 (CIBHash)"),
        (64, 0.60, "on ImageNet features .60 (BiHalf), .64 (CIBHash)"),
    ];

    private const int Cut = 1_000;

    public string Name => "cifar10-unlabelled";

    public string Summary => "CIFAR-10 without labels, from scratch: mean average precision over the first 1,000 at 32 and 64 bits.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        var database = context.Pictures("cifar10.zip/train", Cifar10.Side);
        var queries = context.Pictures("cifar10.zip/test", Cifar10.Side);
        using var seen = Cifar10.LearnNeighbours(context, database);
        using var more = Cifar10.LearnMoreNeighbours(context, database, seen);
        using var encoder = context.TuneHead(Name, new HeadTuningOptions(), database, more);
        return
        [
            .. Cifar10.MeasureStage(context, "codes as they were learned with the network", more, database, queries, Aims, Cut),
            .. Cifar10.Measure(context, encoder, database, queries, Aims, Cut),
        ];
    }
}
