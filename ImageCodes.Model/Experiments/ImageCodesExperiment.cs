using ImageCodes.Model.Codes;
using ImageCodes.Model.Codes.Coders;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Experiments.Data;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using ImageCodes.Model.Training.Losses;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// The coders of the literature on the features that it used: 512 GIST numbers of CIFAR-10, and the pixels of MNIST. Of each class 100
/// pictures of the test part are queries; all others are the database, from which the coders learn; those that learn from labels see
/// 500 of each class.
/// </summary>
internal sealed class ImageCodesExperiment : IExperiment
{
    private const int QueriesOfEach = 100;
    private const int LabelledOfEach = 500;
    private const int EmbeddedOfEach = 100;   // BRE learns from a thousand
    private const int Supervised = 48;
    private const int Looked = 100;
    private const int QuickShare = 10;   // a quick run has one in so many of the database
    private const int Shifts = 5;

    private static readonly int[] Lengths = [16, 32, 64];

    // At 16, 32 and 64 bits.
    private static readonly Dictionary<string, double[]> PublishedOnGist = new() { ["lsh"] = [0.119, 0.129, 0.144], ["sh"] = [0.130, 0.128, 0.129], ["itq"] = [0.158, 0.163, 0.169] };

    // At 48 bits: mean average precision, and precision at 100.
    private static readonly Dictionary<string, double> PublishedOnDigits = new() { ["lsh"] = 0.243, ["sh"] = 0.250, ["itq"] = 0.429, ["bre"] = 0.634, ["mlh"] = 0.654, ["ksh"] = 0.900 };
    private static readonly Dictionary<string, double> PublishedMapOnGist = new() { ["ksh"] = 0.356 };
    private static readonly Dictionary<string, double> PublishedPrecisionOnGist = new() { ["lsh"] = 0.18, ["sh"] = 0.25, ["itq"] = 0.305, ["bre"] = 0.32, ["mlh"] = 0.37, ["ksh"] = 0.45 };

    private static readonly DescentOptions Pairs = new() { Epochs = 200, Batch = 500, LearningRate = 0.01 };
    private static readonly NeighbourTuningOptions Neighbours = new() { Descent = new DescentOptions { Epochs = 100, Batch = 500 }, NeighbourUnits = Supervised, Binary = true };

    /// <summary>A data set, and the network that neighbours tune.</summary>
    private sealed record Features(string Name, Tensor Database, IReadOnlyList<int> Labels, Tensor Queries, IReadOnlyList<int> QueryLabels, ObservationModel Visible, IReadOnlyList<StackedLayer> Layers);

    public string Name => "image-codes";

    public string Summary => "LSH, PCA hashing, spectral hashing, ITQ, BRE, MLH, KSH and a machine stack tuned by NCA, on GIST of CIFAR-10 and on pixels of MNIST: mean average precision over the whole database, precision-recall curves.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        var figures = new List<ExperimentFigure>();
        var gist = Gist(context);
        foreach (var name in CoderCatalogue.Names)
        {
            foreach (var (bits, place) in Lengths.Select((bits, place) => (bits, place)))
            {
                using var coder = CoderCatalogue.Learn(name, gist.Database, [bits], context.Seed);
                figures.Add(new($"{gist.Name}, {name}, {bits} bits: mAP", MapOf(coder, gist), Published: PublishedOnGist.TryGetValue(name, out var known) ? $"{known[place]:0.000}" : null));
            }
        }

        figures.AddRange(CompareAll(context, gist, PublishedMapOnGist, PublishedPrecisionOnGist));
        figures.AddRange(CompareAll(context, Digits(context), PublishedOnDigits, []));
        return figures;
    }

    /// <summary>All coders at 48 bits, and their curves.</summary>
    private List<ExperimentFigure> CompareAll(ExperimentContext context, Features features, Dictionary<string, double> publishedMap, Dictionary<string, double> publishedPrecision)
    {
        using var scope = NewDisposeScope();
        var chart = new Chart($"{features.Name}, {Supervised} bits", "recall", "precision");
        var figures = new List<ExperimentFigure>();
        static string? Said(Dictionary<string, double> published, string name) => published.TryGetValue(name, out var known) ? $"{known:0.000}" : null;
        foreach (var (name, learn) in Coders(context, features))
        {
            using var coder = learn();
            var quality = PrecisionRecall.ByHamming(Signs.Of(coder.Encode(features.Queries)), features.QueryLabels, Signs.Of(coder.Encode(features.Database)), features.Labels, context.Seed);
            chart.Line(name, quality.Curve.Select(point => (point.Recall, point.Precision)));
            figures.Add(new($"{features.Name}, {name}, {Supervised} bits: mAP", MapOf(coder, features), Published: Said(publishedMap, name)));
            figures.Add(new($"{features.Name}, {name}, {Supervised} bits: precision at {Looked}", quality.PrecisionAt(Looked), Published: Said(publishedPrecision, name)));
        }

        context.Show(Name, $"precision by recall, {features.Name}", chart);
        return figures;
    }

    private static IEnumerable<(string Name, Func<IBinaryCoder> Learn)> Coders(ExperimentContext context, Features features)
    {
        foreach (var name in CoderCatalogue.Names) yield return (name, () => CoderCatalogue.Learn(name, features.Database, [Supervised], context.Seed));
        yield return ("bre", () => Labelled(context, features, EmbeddedOfEach, (rows, labels) => BinaryReconstructiveEmbedding.Learn(rows, labels, Supervised, context.Seed)));
        yield return ("mlh", () => Labelled(context, features, LabelledOfEach, (rows, labels) => LearnPairs(context, rows, labels)));
        yield return ("ksh", () => Labelled(context, features, LabelledOfEach, (rows, labels) => KernelSupervisedHashing.Learn(rows, labels, Supervised, context.Seed)));
        yield return ("rbm+nca", () => Labelled(context, features, LabelledOfEach, (rows, labels) => LearnNeighbours(context, features, rows, labels)));
    }

    /// <summary>Learns from so many labelled rows of each class.</summary>
    private static IBinaryCoder Labelled(ExperimentContext context, Features features, int ofEach, Func<Tensor, Tensor, IBinaryCoder> learn)
    {
        using var scope = NewDisposeScope();
        var seen = LabelledDraw.Of(features.Labels, context.Quick ? ofEach / QuickShare : ofEach, context.Seed).Drawn;
        var rows = features.Database.index_select(0, tensor(seen.Select(place => (long)place).ToArray()));
        return learn(rows, tensor(seen.Select(place => (long)features.Labels[place]).ToArray()));
    }

    /// <summary>Minimal loss hashing by one linear layer. A batch in the order of its labels has pairs of one kind side by side, and pairs of any two kinds farther apart, how far being drawn for each batch.</summary>
    private static LayeredCoder LearnPairs(ExperimentContext context, Tensor rows, Tensor labels)
    {
        TorchRuntime.Seed(context.Seed);
        // Where rows are far from 0, so are the activations, and few bits ever change.
        var mean = rows.mean([0L]).DetachFromDisposeScope();
        var spread = (rows - mean).square().mean().sqrt().DetachFromDisposeScope();
        Tensor Centred(Tensor some) => (some - mean) / spread;
        var known = Centred(rows);
        var layers = new SigmoidLayers((int)rows.shape[1], Supervised);
        var random = new Random(context.Seed);
        context.Learn(layers, rows.shape[0], Pairs, (chosen, _) =>
        {
            var ordered = chosen[labels.index_select(0, chosen).argsort()];
            var (kinds, activations) = (labels.index_select(0, ordered), layers.forward(known.index_select(0, ordered)));
            var count = (int)ordered.shape[0];
            var apart = Enumerable.Range(1, Shifts).SelectMany(shift => new[] { shift, random.Next(count / 10, count * 9 / 10 + 1) }).ToList();
            var pairs = cat([.. apart.Select(shift => stack([activations, activations.roll(shift, 0)], 1))]);
            return [new("pairs", MinimalLossHashing.Loss(pairs, cat([.. apart.Select(shift => kinds.eq(kinds.roll(shift, 0)))])))];
        });
        return new LayeredCoder(some => layers.forward(Centred(some)), layers, mean, spread);
    }

    /// <summary>Small codes (Torralba, Fergus and Weiss 2008): a stack of machines of all rows, tuned by neighbours among the labelled ones.</summary>
    private static LayeredCoder LearnNeighbours(ExperimentContext context, Features features, Tensor rows, Tensor labels)
    {
        using var stack = LayerByLayer.Learn(context, features.Name.Split(' ')[0].ToLowerInvariant(), features.Database, features.Visible, features.Layers);
        var network = DeepAutoencoder.Unroll(stack.Machines);
        new NeighbourTuning(Neighbours with { Descent = Neighbours.Descent with { Epochs = context.Epochs(Neighbours.Descent.Epochs), Seed = context.Seed } })
            .Run(network, rows, labels, context.Progress, context.Cancel);
        return new LayeredCoder(network.Encode, network);
    }

    /// <summary>Bits are the signs of a network's outputs.</summary>
    private sealed class LayeredCoder(Func<Tensor, Tensor> outputs, params IReadOnlyList<IDisposable> owned) : IBinaryCoder
    {
        public int Bits => Supervised;

        public IReadOnlyList<BinaryCode> Encode(Tensor vectors)
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            return Signs.ToCodes(outputs(vectors));
        }

        public void Dispose()
        {
            foreach (var part in owned) part.Dispose();
        }
    }

    private static double MapOf(IBinaryCoder coder, Features features) => RetrievalEvaluation.Measure(
        Labelled(coder.Encode(features.Queries), features.QueryLabels), Labelled(coder.Encode(features.Database), features.Labels), coder.Bits).Map;

    private static List<LabelledCode> Labelled(IReadOnlyList<BinaryCode> codes, IReadOnlyList<int> labels) => [.. codes.Zip(labels, (code, label) => new LabelledCode(code, $"{label}"))];

    private static Features Gist(ExperimentContext context)
    {
        var every = context.Quick ? QuickShare : 1;
        var (train, test) = (context.Pictures("cifar10.zip/train", Cifar10.Side, every), context.Pictures("cifar10.zip/test", Cifar10.Side));
        var (queries, others) = LabelledDraw.Of([.. test.Pictures.Select(picture => picture.Label!)], QueriesOfEach, context.Seed);
        IReadOnlyList<LabelledPicture> database = [.. others.Where((_, place) => place % every == 0).Select(place => test.Pictures[place]), .. train.Pictures];
        var asked = queries.Select(place => test.Pictures[place]).ToList();
        var classes = database.Concat(asked).Select(picture => picture.Label!).Distinct().Order(StringComparer.Ordinal).ToList();
        IReadOnlyList<int> Labels(IEnumerable<LabelledPicture> pictures) => [.. pictures.Select(picture => classes.IndexOf(picture.Label!))];
        var (known, unknown) = (GistDescriptor.Of(database, context.Cancel), GistDescriptor.Of(asked, context.Cancel));
        // Machines want numbers of mean 0 and variance about 1; to the other coders it is the same.
        var mean = known.mean([0L]);
        var spread = (known - mean).square().mean().sqrt();
        return new Features("GIST of CIFAR-10", (known - mean) / spread, Labels(database), (unknown - mean) / spread, Labels(asked), ObservationModel.Gaussian, [new(512), new(256), new(Supervised, Linear: true)]);
    }

    private static Features Digits(ExperimentContext context)
    {
        using var train = Mnist.Read(context, "train");
        using var test = Mnist.Read(context, "t10k");
        var (queries, others) = LabelledDraw.Of(test.Labels, QueriesOfEach, context.Seed);
        Tensor Rows(Mnist part, IEnumerable<int> places) => part.Pictures.index_select(0, tensor(places.Select(place => (long)place).ToArray()));
        return new Features(
            "pixels of MNIST", cat([Rows(test, others), train.Pictures], 0), [.. others.Select(place => test.Labels[place]), .. train.Labels],
            Rows(test, queries), [.. queries.Select(place => test.Labels[place])], ObservationModel.Bernoulli, [.. MnistAutoencoder.Layers, new(Supervised, Linear: true)]);
    }
}
