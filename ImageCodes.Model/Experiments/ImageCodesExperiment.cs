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
    private const int Known = 48;   // bits, for which the literature has precisions at 100; the length of a quick run
    private const int Looked = 100;
    private const int QuickShare = 10;   // a quick run has one in so many of the database
    private const int Shifts = 5;

    private static readonly int[] Lengths = [16, 32, 48, 64];

    private static readonly Published OnGist = new(
        Map: new()
        {
            ["lsh"] = new() { [16] = 0.119, [32] = 0.129, [64] = 0.144 },
            ["sh"] = new() { [16] = 0.130, [32] = 0.128, [64] = 0.129 },
            ["itq"] = new() { [16] = 0.158, [32] = 0.163, [64] = 0.169 },
            ["ksh"] = new() { [32] = 0.346, [48] = 0.356 },
        },
        Precision: new() { ["lsh"] = 0.18, ["sh"] = 0.25, ["itq"] = 0.305, ["bre"] = 0.32, ["mlh"] = 0.37, ["ksh"] = 0.45 });

    private static readonly Published OnDigits = new(
        Map: new()
        {
            ["lsh"] = new() { [48] = 0.243 },
            ["sh"] = new() { [48] = 0.250 },
            ["itq"] = new() { [48] = 0.429 },
            ["bre"] = new() { [48] = 0.634 },
            ["mlh"] = new() { [48] = 0.654 },
            ["ksh"] = new() { [48] = 0.900 },
        },
        Precision: []);

    private static readonly DescentOptions Pairs = new() { Epochs = 200, Batch = 500, LearningRate = 0.01 };
    private static readonly DescentOptions Tuning = new() { Epochs = 100, Batch = 500 };
    private static readonly DescentOptions Nested = new() { Epochs = 60, Batch = 500, LearningRate = 2e-3 };
    private static readonly int[] Hidden = [1024, 1024];
    private const double LeftOut = 0.3, Temperature = 0.1, BalanceWeight = 0.5;

    /// <summary>What others reached: mean average precision by coder and length, and precision at 100 by coder, at 48 bits.</summary>
    private sealed record Published(Dictionary<string, Dictionary<int, double>> Map, Dictionary<string, double> Precision)
    {
        public double? MapOf(string coder, int bits) =>
            Map.TryGetValue(coder, out var lengths) && lengths.TryGetValue(bits, out var known) ? known : null;

        public double? PrecisionOf(string coder, int bits) => bits == Known && Precision.TryGetValue(coder, out var known) ? known : null;
    }

    /// <summary>A data set, and the layers of the network that neighbours tune, below its code.</summary>
    private sealed record Features(
        string Name, Tensor Database, IReadOnlyList<int> Labels, Tensor Queries, IReadOnlyList<int> QueryLabels,
        ObservationModel Visible, IReadOnlyList<StackedLayer> Layers, Published Published);

    public string Name => "image-codes";

    public string Summary =>
        "LSH, PCA hashing, spectral hashing, ITQ, BRE, MLH, KSH, a machine stack tuned by NCA, and ours, "
            + "on GIST of CIFAR-10 and on pixels of MNIST: mean average precision over the whole database, precision-recall curves.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        return [.. Compare(context, Gist(context)), .. Compare(context, Digits(context))];
    }

    /// <summary>All coders at every length; a quick run has one length alone.</summary>
    private static List<ExperimentFigure> Compare(ExperimentContext context, Features features)
    {
        using var scope = NewDisposeScope();
        var figures = new List<ExperimentFigure>();
        var lengths = context.Quick ? [Known] : Lengths;
        var charts = lengths.ToDictionary(bits => bits, bits => new Chart($"{features.Name}, {bits} bits", "recall", "precision"));
        var ours = new Lazy<LayeredCoder>(() => Labelled(context, features, LabelledOfEach, (rows, labels) => LearnNested(context, rows, labels)));
        var coders = Coders(context, features).Append((Name: "ours", Learn: bits => ours.Value.First(bits))).ToList();
        foreach (var (place, (name, learn)) in coders.Index())
        {
            foreach (var (length, bits) in lengths.Index())
            {
                context.Cancel.ThrowIfCancellationRequested();
                context.Tell($"{features.Name}, {name}, {bits} bits, coder", place * lengths.Length + length + 1, coders.Count * lengths.Length);
                using var coder = learn(bits);
                var (asked, known) = (coder.Encode(features.Queries), coder.Encode(features.Database));
                var map = RetrievalEvaluation.Measure(Labelled(asked, features.QueryLabels), Labelled(known, features.Labels), bits).Map;
                figures.Add(Beside($"{features.Name}, {name}, {bits} bits: mAP", map, features.Published.MapOf(name, bits)));
                var quality = PrecisionRecall.ByHamming(Signs.Of(asked), features.QueryLabels, Signs.Of(known), features.Labels, context.Seed);
                charts[bits].Line(name, quality.Curve.Select(point => (point.Recall, point.Precision)));
                figures.Add(Beside($"{features.Name}, {name}, {bits} bits: precision at {Looked}", quality.PrecisionAt(Looked), features.Published.PrecisionOf(name, bits)));
            }
        }

        ours.Value.Dispose();
        foreach (var (bits, chart) in charts) context.Show($"precision by recall, {features.Name}, {bits} bits", chart);
        return figures;
    }

    /// <summary>A figure that is to come within a tenth of what others reached, or beyond.</summary>
    private static ExperimentFigure Beside(string name, double value, double? published) =>
        new(name, value, 0.9 * published, published is { } known ? $"{known:0.000}" : null);

    private static IEnumerable<(string Name, Func<int, IBinaryCoder> Learn)> Coders(ExperimentContext context, Features features)
    {
        foreach (var name in CoderCatalogue.Names) yield return (name, bits => CoderCatalogue.Learn(name, features.Database, [bits], context.Seed));
        yield return ("bre", bits => Labelled(context, features, EmbeddedOfEach, (rows, labels) => BinaryReconstructiveEmbedding.Learn(rows, labels, bits, context.Seed)));
        yield return ("mlh", bits => Labelled(context, features, LabelledOfEach, (rows, labels) => LearnPairs(context, rows, labels, bits)));
        yield return ("ksh", bits => Labelled(context, features, LabelledOfEach, (rows, labels) => KernelSupervisedHashing.Learn(rows, labels, bits, context.Seed)));
        yield return ("rbm+nca", bits => Labelled(context, features, LabelledOfEach, (rows, labels) => LearnNeighbours(context, features, rows, labels, bits)));
    }

    /// <summary>Learns from so many labelled rows of each class.</summary>
    private static T Labelled<T>(ExperimentContext context, Features features, int ofEach, Func<Tensor, Tensor, T> learn)
        where T : IBinaryCoder
    {
        using var scope = NewDisposeScope();
        var seen = LabelledDraw.Of(features.Labels, context.Quick ? ofEach / QuickShare : ofEach, context.Seed).Drawn;
        var rows = features.Database.index_select(0, tensor(seen.Select(place => (long)place).ToArray()));
        return learn(rows, tensor(seen.Select(place => (long)features.Labels[place]).ToArray()));
    }

    /// <summary>
    /// Minimal loss hashing by one linear layer. A batch in the order of its labels has pairs of one kind side by side, and pairs of any
    /// two kinds farther apart, how far being drawn for each batch.
    /// </summary>
    private static LayeredCoder LearnPairs(ExperimentContext context, Tensor rows, Tensor labels, int bits)
    {
        TorchRuntime.Seed(context.Seed);
        // Where rows are far from 0, so are the activations, and few bits ever change.
        var mean = rows.mean([0L]).DetachFromDisposeScope();
        var spread = (rows - mean).square().mean().sqrt().DetachFromDisposeScope();
        Tensor Centred(Tensor some) => (some - mean) / spread;
        var known = Centred(rows);
        var layers = new SigmoidLayers((int)rows.shape[1], bits);
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
        return new LayeredCoder(bits, some => layers.forward(Centred(some)), layers, mean, spread);
    }

    /// <summary>
    /// Small codes (Torralba, Fergus and Weiss 2008): a stack of machines of all rows, tuned by neighbours among the labelled ones.
    /// </summary>
    private static LayeredCoder LearnNeighbours(ExperimentContext context, Features features, Tensor rows, Tensor labels, int bits)
    {
        using var stack =
            LayerByLayer.Learn(context, features.Name.Split(' ')[0].ToLowerInvariant(),
                features.Database, features.Visible, [.. features.Layers, new(bits, Linear: true)]);
        var network = DeepAutoencoder.Unroll(stack.Machines);
        new NeighbourTuning(new() { Descent = Tuning with { Epochs = context.Epochs(Tuning.Epochs), Seed = context.Seed }, NeighbourUnits = bits, Binary = true })
            .Run(network, rows, labels, context.Progress, context.Cancel);
        return new LayeredCoder(bits, network.Encode, network);
    }

    /// <summary>
    /// Ours, as pictures are learned from too: one network by NCA of the labelled rows, of whose code the first bits are the shorter codes.
    /// </summary>
    private static LayeredCoder LearnNested(ExperimentContext context, Tensor rows, Tensor labels)
    {
        TorchRuntime.Seed(context.Seed);
        var network = new FeatureNetwork([(int)rows.shape[1], .. Hidden], Lengths[^1]) { Dropout = LeftOut };
        context.Learn(network, rows.shape[0], Nested, (chosen, done) =>
        {
            var kinds = labels.index_select(0, chosen);
            var own = kinds.unsqueeze(1).eq(kinds.unsqueeze(0));
            var codes = StraightThrough.Harden(network.forward(rows.index_select(0, chosen)), StraightThrough.HardnessAt(done));
            var neighbours = NestedLoss.Mean(Lengths, bits => NeighbourhoodComponents.Loss(codes[.., ..bits], own, Temperature));
            return [new("neighbours", neighbours), new("balance", BitBalance.Loss(codes), BalanceWeight)];
        });
        return new LayeredCoder(Lengths[^1], network.forward, network);
    }

    /// <summary>Bits are the signs of a network's outputs.</summary>
    private sealed class LayeredCoder(int bits, Func<Tensor, Tensor> outputs, params IReadOnlyList<IDisposable> owned) : IBinaryCoder
    {
        public int Bits => bits;

        /// <summary>The shorter code of the first bits, for as long as this coder lives.</summary>
        public LayeredCoder First(int shorter) => new(shorter, some => outputs(some)[.., ..shorter]);

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

    private static List<LabelledCode> Labelled(IReadOnlyList<BinaryCode> codes, IReadOnlyList<int> labels) =>
        [.. codes.Zip(labels, (code, label) => new LabelledCode(code, $"{label}"))];

    private static Features Gist(ExperimentContext context)
    {
        var every = context.Quick ? QuickShare : 1;
        var (train, test) = (context.Pictures("cifar10.zip/train", Cifar10.Side, every), context.Pictures("cifar10.zip/test", Cifar10.Side));
        var (queries, others) = LabelledDraw.Of([.. test.Pictures.Select(picture => picture.Label!)], QueriesOfEach, context.Seed);
        IReadOnlyList<LabelledPicture> database = [.. others.Where((_, place) => place % every == 0).Select(place => test.Pictures[place]), .. train.Pictures];
        var asked = queries.Select(place => test.Pictures[place]).ToList();
        var classes = database.Concat(asked).Select(picture => picture.Label!).Distinct().Order(StringComparer.Ordinal).ToList();
        IReadOnlyList<int> Labels(IEnumerable<LabelledPicture> pictures) => [.. pictures.Select(picture => classes.IndexOf(picture.Label!))];
        var (known, unknown) = (Describe(context, database), Describe(context, asked));
        // Machines want numbers of mean 0 and variance about 1; to the other coders it is the same.
        var mean = known.mean([0L]);
        var spread = (known - mean).square().mean().sqrt();
        return new Features(
            "GIST of CIFAR-10", (known - mean) / spread, Labels(database), (unknown - mean) / spread,
            Labels(asked), ObservationModel.Gaussian, [new(512), new(256)], OnGist);
    }

    private static Tensor Describe(ExperimentContext context, IReadOnlyList<LabelledPicture> pictures) =>
        GistDescriptor.Of(
            [.. pictures.Select(picture => picture.Pixels)],
            context.Telling("describing pictures by GIST", pictures.Count, arePictures: true), context.Cancel);

    private static Features Digits(ExperimentContext context)
    {
        using var train = Mnist.Read(context, "train");
        using var test = Mnist.Read(context, "t10k");
        var (queries, others) = LabelledDraw.Of(test.Labels, QueriesOfEach, context.Seed);
        Tensor Rows(Mnist part, IEnumerable<int> places) => part.Pictures.index_select(0, tensor(places.Select(place => (long)place).ToArray()));
        return new Features(
            "pixels of MNIST", cat([Rows(test, others), train.Pictures], 0), [.. others.Select(place => test.Labels[place]), .. train.Labels],
            Rows(test, queries), [.. queries.Select(place => test.Labels[place])], ObservationModel.Bernoulli, MnistAutoencoder.Layers, OnDigits);
    }
}
