using ImageCodes.Model.Codes;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;

namespace ImageCodes.Model.Experiments.Data;

/// <summary>What the experiments on CIFAR-10 have in common: the network, and what it learns from pictures without labels.</summary>
internal static class Cifar10
{
    public const int Side = 32;

    public static CodeNetworkOptions Network { get; } = new() { Bits = 64, Side = Side, Widths = [64, 256, 256], Prefixes = [12, 24, 32, 48, 64] };

    /// <summary>Views as contrastive learning of small pictures has them.</summary>
    public static ViewOptions Crops { get; } = new() { SmallestCrop = 0.2, Colour = 1, Hue = 0.1, GreyChance = 0.2, TurnChance = 0, FrameChance = 0, BlurChance = 0 };

    /// <summary>
    /// Learned without labels: two views of a picture choose each other by a projection of their features (Chen et al. 2020), and
    /// codes choose as features do (Hinton and Roweis 2002).
    /// </summary>
    public static PictureEncoder LearnViews(ExperimentContext context, TrainingSet pictures) => context.Train("cifar10-views", new TrainingOptions
    {
        Seed = context.Seed,
        Epochs = context.Epochs(14),
        BatchPictures = 500,
        FirstView = Crops,
        SecondView = Crops,
        LearningRate = 0.03,
        SmallShare = 0.5,
        LabelWeight = 0,
        ViewWeight = 1,
        ViewTemperature = 0.1,
        ViewProjection = 128,
        EmbeddingWeight = 0.5,
        ReconstructionWeight = 0,
        BalanceWeight = 0.5,
        Network = Network,
    }, () => pictures.Relabelled(_ => []));

    /// <summary>To learn labels, and nothing but labels, from one view of each picture.</summary>
    public static TrainingOptions LabelsAlone(ExperimentContext context, int epochs, ViewOptions views) => new()
    {
        Seed = context.Seed,
        Epochs = context.Epochs(epochs),
        BatchPictures = 500,
        Views = 1,
        FirstView = views,
        LearningRate = 0.03,
        SmallShare = 0,
        // One distance a label is all that counts here, so codes of a class may fall on one word: a soft choice among few
        // labels goes on pulling until they do (Hoe et al. 2021), and nothing keeps the bits apart.
        LabelTemperature = 0.15,
        ViewWeight = 0,
        ReconstructionWeight = 0,
        BalanceWeight = 0,
        Network = Network,
    };

    /// <summary>At each length mean average precision, the error of the vote of the ten nearest, and how many codes the database has.</summary>
    /// <param name="encoder">The model.</param>
    /// <param name="database">What is searched.</param>
    /// <param name="queries">Not part of it.</param>
    /// <param name="aims">Lengths, with what is aimed at and what others reached.</param>
    /// <param name="mapAt">How many places of each ranking average precision looks at.</param>
    public static IEnumerable<ExperimentFigure> Measure(
        PictureEncoder encoder, TrainingSet database, TrainingSet queries, IEnumerable<(int Bits, double? Floor, string? Published)> aims, int mapAt = int.MaxValue)
    {
        var (known, asked) = (HeldOutReport.Encode(encoder, database), HeldOutReport.Encode(encoder, queries));
        var name = mapAt == int.MaxValue ? "mAP" : $"mAP@{mapAt}";
        foreach (var (bits, floor, published) in aims)
        {
            var retrieval = RetrievalEvaluation.Measure(asked, known, bits, mapAt);
            yield return new($"{name}, {bits} bits", retrieval.Map, floor, published);
            yield return new($"10-NN error in percent, {bits} bits", 100 * (1 - retrieval.KnnAccuracy));
            yield return new($"distinct codes in the database, {bits} bits", CodeStatistics.Of([.. known.Select(code => code.Code.Prefix(bits))]).Distinct);
        }
    }

    /// <summary>The same of a stage on the way, for comparison.</summary>
    public static IEnumerable<ExperimentFigure> MeasureStage(
        string stage, PictureEncoder encoder, TrainingSet database, TrainingSet queries, IEnumerable<(int Bits, double? Floor, string? Published)> aims, int mapAt = int.MaxValue) =>
        Measure(encoder, database, queries, aims, mapAt).Select(figure => new ExperimentFigure($"{stage}: {figure.Name}", figure.Value));
}
