using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>What the experiments on CIFAR-10 have in common: the network, and what it learns from pictures without labels.</summary>
internal static class Cifar10
{
    public const int Side = 32;

    private const int Words = 4_096;
    private const int WordsOfQuick = 512;
    private const int Dimensions = 128;
    private const int Others = 4;        // that are told to be alike, to each picture
    private const int MoreOthers = 10;

    public static CodeNetworkOptions Network { get; } = new() { Bits = 64, Side = Side, Widths = [64, 256, 256], Prefixes = [12, 24, 32, 48, 64] };

    /// <summary>Views as contrastive learning of small pictures has them.</summary>
    public static ViewOptions Crops { get; } =
        new() { SmallestCrop = 0.2, Colour = 1, Hue = 0.1, GreyChance = 0.2, TurnChance = 0, FrameChance = 0, BlurChance = 0 };

    /// <summary>
    /// Learned without labels. Which pictures are alike is said first by what patches they share (<see cref="SparseManifoldTransform"/>),
    /// then by what was learned from that, and then, for longest, by what was learned from this, of pictures of which each is among those
    /// nearest to the other: these are alike more often. Each picture, or itself seen otherwise, is the neighbour of those nearest to it,
    /// by a projection of the network's features (nonlinear NCA; the projection: Chen et al. 2020), and codes choose as features do (Hinton
    /// and Roweis 2002).
    /// </summary>
    public static PictureEncoder LearnNeighbours(ExperimentContext context, TrainingSet pictures)
    {
        var words = context.Quick ? WordsOfQuick : Words;
        using var begun = context.Train(
            "cifar10-neighbours", NeighboursAlone(context, epochs: 26, rate: 0.03),
            () => Together(pictures, ByPatches(context, pictures, words), context.Cancel), told: new[] { words, Dimensions, Others });
        using var again = context.Train(
            "cifar10-neighbours-again", NeighboursAlone(context, epochs: 12, rate: 0.02),
            () => Together(pictures, begun.Activate([.. pictures.Pictures.Select(picture => picture.Input)], context.Cancel), context.Cancel), begun);
        return context.Train(
            "cifar10-neighbours-mutual", NeighboursAlone(context, epochs: 70, rate: 0.03),
            () => Mutual(pictures, again, Others, context.Cancel), again);
    }

    /// <summary>
    /// Learned on, still without labels, from what <see cref="LearnNeighbours"/> gave: it says more of a picture's neighbours rightly than
    /// what it learned from did, so more of them are told.
    /// </summary>
    public static PictureEncoder LearnMoreNeighbours(ExperimentContext context, TrainingSet pictures, PictureEncoder learned) =>
        context.Train("cifar10-neighbours-more", NeighboursAlone(context, epochs: 60, rate: 0.03),
            () => Mutual(pictures, learned, MoreOthers, context.Cancel), learned, told: MoreOthers);

    private static TrainingOptions NeighboursAlone(ExperimentContext context, int epochs, double rate) => new()
    {
        Seed = context.Seed,
        Epochs = context.Epochs(epochs),
        BatchPictures = 500,
        Views = 1,
        PairShare = 1,
        FirstView = Crops,
        LearningRate = rate,
        SmallShare = 1,   // a view shows three fifths of a picture: at 24 pixels, what is in it is as large as in the whole picture at 32
        LabelWeight = 0,
        ViewWeight = 1,
        ViewTemperature = 0.1,
        ViewProjection = 128,
        EmbeddingWeight = 0.5,
        ReconstructionWeight = 0,
        BalanceWeight = 0.5,
        Network = Network,
    };

    private static Tensor ByPatches(ExperimentContext context, TrainingSet pictures, int words)   // -> (N, Features)
    {
        var pixels = pictures.Pictures.Select(picture => picture.Pixels).ToList();
        using var transform =
            SparseManifoldTransform.Learn(pixels, words, Dimensions, context.Seed,
                context.Telling("reading patches", pixels.Count, arePictures: true), context.Cancel);
        return transform.Describe(pixels, context.Telling("describing pictures", pixels.Count, arePictures: true), context.Cancel);
    }

    /// <summary>Each picture in pairs with itself and with those nearest to it; without labels.</summary>
    private static TrainingSet Together(TrainingSet pictures, Tensor features, CancellationToken cancel)   // (N, D), disposed of
    {
        using var _ = features;
        return Paired(pictures, NearestOthers(features, Others, cancel));
    }

    /// <summary>
    /// Each picture in pairs with itself and with those nearest to it to which it is among the nearest, too; without labels.
    /// </summary>
    private static TrainingSet Mutual(TrainingSet pictures, PictureEncoder learned, int most, CancellationToken cancel)
    {
        using var features = learned.Describe([.. pictures.Pictures.Select(picture => picture.Input)], cancel);   // (N, Features)
        using var directions = RealNeighbours.Directions(features);
        var nearest = NearestOthers(directions, most, cancel);
        return Paired(pictures, [.. nearest.Select((near, place) => near.Where(other => nearest[other].Contains(place)).ToArray())]);
    }

    private static int[][] NearestOthers(Tensor features, int most, CancellationToken cancel) =>   // (N, D)
        [.. RealNeighbours.Nearest(features, features, (int)Math.Min(1 + most, features.shape[0])).Select((near, place) =>
        {
            cancel.ThrowIfCancellationRequested();
            return near.Where(other => other != place).Take(most).Select(other => (int)other).ToArray();
        })];

    private static TrainingSet Paired(TrainingSet pictures, int[][] others) => new(
        [.. pictures.Pictures.Select(picture => picture with { Labels = [] })],
        [.. others.SelectMany((near, place) => near.Prepend(place).Select(other => new JudgedPair(place, other, Alike: true)))]);

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

    /// <summary>
    /// At each length mean average precision, the error of the vote of the ten nearest, and how many codes the database has.
    /// </summary>
    /// <param name="context">Told what is measured.</param>
    /// <param name="encoder">The model.</param>
    /// <param name="database">What is searched.</param>
    /// <param name="queries">Not part of it.</param>
    /// <param name="aims">Lengths, with what is aimed at and what others reached.</param>
    /// <param name="mapAt">How many places of each ranking average precision looks at.</param>
    public static IEnumerable<ExperimentFigure> Measure(
        ExperimentContext context, PictureEncoder encoder, TrainingSet database, TrainingSet queries,
        IEnumerable<(int Bits, double? Floor, string? Published)> aims, int mapAt = int.MaxValue)
    {
        context.Tell("encoding pictures");
        var (known, asked) = (HeldOutReport.Encode(encoder, database, context.Cancel), HeldOutReport.Encode(encoder, queries, context.Cancel));
        var name = mapAt == int.MaxValue ? "mAP" : $"mAP@{mapAt}";
        foreach (var (bits, floor, published) in aims)
        {
            context.Tell($"ranking by {bits} bits");
            var retrieval = RetrievalEvaluation.Measure(asked, known, bits, mapAt);
            yield return new($"{name}, {bits} bits", retrieval.Map, floor, published);
            yield return new($"10-NN error in percent, {bits} bits", 100 * (1 - retrieval.KnnAccuracy));
            yield return new($"distinct codes in the database, {bits} bits", known.Select(code => code.Code.Prefix(bits)).Distinct().Count());
        }
    }

    /// <summary>The same of a stage on the way, for comparison.</summary>
    public static IEnumerable<ExperimentFigure> MeasureStage(
        ExperimentContext context, string stage, PictureEncoder encoder, TrainingSet database, TrainingSet queries,
        IEnumerable<(int Bits, double? Floor, string? Published)> aims, int mapAt = int.MaxValue) =>
        Measure(context, encoder, database, queries, aims, mapAt).Select(figure => new ExperimentFigure($"{stage}: {figure.Name}", figure.Value));
}
