using ImageCodes.Model.Training;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// Supervised codes of CIFAR-10 by the protocol of deep hashing that trains on the whole database: 50,000 labelled training
/// pictures are the database, the 10,000 test pictures the queries.
/// </summary>
internal sealed class Cifar10FullExperiment : IExperiment
{
    private static readonly (int Bits, double? Floor, string? Published)[] Aims =
    [
        (12, 0.92, null),
        (24, 0.93, null),
        (48, 0.93, "from scratch .68 (DSH); nets trained on ImageNet .932-.944"),
    ];

    private const int Epochs = 36;

    private static readonly ViewOptions Views = ViewOptions.Light with { Hidden = 0.25 };

    public string Name => "cifar10-full";

    public string Summary => "CIFAR-10, 50,000 labels, from scratch: mean average precision over the whole database at 12, 24 and 48 bits.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        var database = context.Pictures("cifar10.zip/train", Cifar10.Side);
        var queries = context.Pictures("cifar10.zip/test", Cifar10.Side);
        using var encoder =
            context.Train(Name, Cifar10.LabelsAlone(context, Epochs, Views) with { Network = Cifar10.Network with { Residual = true }, SmallShare = 0.4 }, () => database);
        return [.. Cifar10.Measure(context, encoder, database, queries, Aims)];
    }
}
