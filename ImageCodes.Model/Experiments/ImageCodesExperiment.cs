using ImageCodes.Model.Codes;
using ImageCodes.Model.Codes.Coders;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Experiments.Data;
using ImageCodes.Model.Training;
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
    private const int Supervised = 48;
    private const int QuickShare = 10;   // a quick run has one in so many of the database

    private static readonly int[] Lengths = [16, 32, 64];

    // At 16, 32 and 64 bits.
    private static readonly Dictionary<string, double[]> PublishedOnGist = new() { ["lsh"] = [0.119, 0.129, 0.144], ["sh"] = [0.130, 0.128, 0.129], ["itq"] = [0.158, 0.163, 0.169] };

    // At 48 bits.
    private static readonly Dictionary<string, double> PublishedOnDigits = new() { ["lsh"] = 0.243, ["sh"] = 0.250, ["itq"] = 0.429, ["ksh"] = 0.900 };

    private sealed record Features(Tensor Database, IReadOnlyList<string> Labels, Tensor Queries, IReadOnlyList<string> QueryLabels);

    public string Name => "image-codes";

    public string Summary => "LSH, PCA hashing, spectral hashing, ITQ and KSH on GIST of CIFAR-10 and on pixels of MNIST: mean average precision over the whole database.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        var figures = new List<ExperimentFigure>();
        var gist = Gist(context);
        foreach (var name in CoderCatalogue.Names)
        {
            foreach (var (bits, place) in Lengths.Select((bits, place) => (bits, place)))
            {
                using var coder = CoderCatalogue.Learn(name, gist.Database, bits, context.Seed);
                var published = PublishedOnGist.TryGetValue(name, out var known) ? $"{known[place]:0.000}" : null;
                figures.Add(new($"GIST of CIFAR-10, {name}, {bits} bits: mAP", Map(coder, gist), Published: published));
            }
        }

        figures.Add(new($"GIST of CIFAR-10, ksh, {Supervised} bits: mAP", Map(LearnKsh(context, gist), gist), Published: "0.356"));
        var digits = Digits(context);
        foreach (var name in CoderCatalogue.Names)
        {
            using var coder = CoderCatalogue.Learn(name, digits.Database, Supervised, context.Seed);
            figures.Add(new($"pixels of MNIST, {name}, {Supervised} bits: mAP", Map(coder, digits), Published: PublishedOnDigits.TryGetValue(name, out var known) ? $"{known:0.000}" : null));
        }

        figures.Add(new($"pixels of MNIST, ksh, {Supervised} bits: mAP", Map(LearnKsh(context, digits), digits), Published: $"{PublishedOnDigits["ksh"]:0.000}"));
        return figures;
    }

    private static KernelSupervisedHashing LearnKsh(ExperimentContext context, Features features)
    {
        using var scope = NewDisposeScope();
        var seen = LabelledDraw.Of(features.Labels, context.Quick ? LabelledOfEach / QuickShare : LabelledOfEach, context.Seed).Drawn;
        var names = features.Labels.Distinct().Order(StringComparer.Ordinal).ToList();
        var labels = tensor(seen.Select(place => (long)names.IndexOf(features.Labels[place])).ToArray());
        return KernelSupervisedHashing.Learn(features.Database.index_select(0, tensor(seen.Select(place => (long)place).ToArray())), labels, Supervised, context.Seed);
    }

    private static double Map(IBinaryCoder coder, Features features) => RetrievalEvaluation.Measure(
        Labelled(coder.Encode(features.Queries), features.QueryLabels), Labelled(coder.Encode(features.Database), features.Labels), coder.Bits).Map;

    private static List<LabelledCode> Labelled(IReadOnlyList<BinaryCode> codes, IReadOnlyList<string> labels) => [.. codes.Zip(labels, (code, label) => new LabelledCode(code, label))];

    private static Features Gist(ExperimentContext context)
    {
        var (train, test) = (context.Pictures("cifar10.zip/train", Cifar10.Side), context.Pictures("cifar10.zip/test", Cifar10.Side));
        var (queries, others) = LabelledDraw.Of([.. test.Pictures.Select(picture => picture.Label!)], QueriesOfEach, context.Seed);
        IReadOnlyList<LabelledPicture> database = [.. others.Select(place => test.Pictures[place]), .. train.Pictures];
        if (context.Quick) database = [.. database.Where((_, place) => place % QuickShare == 0)];
        var asked = queries.Select(place => test.Pictures[place]).ToList();
        return new Features(
            GistDescriptor.Of(database, context.Cancel), [.. database.Select(picture => picture.Label!)], GistDescriptor.Of(asked, context.Cancel), [.. asked.Select(picture => picture.Label!)]);
    }

    private static Features Digits(ExperimentContext context)
    {
        using var train = Mnist.Read(context, "train");
        using var test = Mnist.Read(context, "t10k");
        var (queries, others) = LabelledDraw.Of(test.Labels, QueriesOfEach, context.Seed);
        var seen = Enumerable.Range(0, train.Labels.Count).Where(place => !context.Quick || place % QuickShare == 0).ToList();
        if (context.Quick) others = [.. others.Where((_, place) => place % QuickShare == 0)];
        Tensor Rows(Mnist part, IEnumerable<int> places) => part.Pictures.index_select(0, tensor(places.Select(place => (long)place).ToArray()));
        return new Features(
            cat([Rows(test, others), Rows(train, seen)], 0), [.. others.Select(place => $"{test.Labels[place]}"), .. seen.Select(place => $"{train.Labels[place]}")],
            Rows(test, queries), [.. queries.Select(place => $"{test.Labels[place]}")]);
    }
}
