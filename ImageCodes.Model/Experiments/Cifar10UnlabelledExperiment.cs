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

    public string Name => "cifar10-unlabelled";

    public string Summary => "CIFAR-10 without labels, from scratch: mean average precision over the first 1,000 at 32 and 64 bits.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        var database = context.Pictures("cifar10.zip/train", Cifar10.Side);
        var queries = context.Pictures("cifar10.zip/test", Cifar10.Side);
        using var encoder = Cifar10.LearnNeighbours(context, database);
        return [.. Cifar10.Measure(context, encoder, database, queries, Aims, Cut)];
    }
}
