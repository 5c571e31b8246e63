using System.Diagnostics;
using ImageCodes.Model.Codes.Coders;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Experiments.Data;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Search;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// Semantic hashing of messages (Salakhutdinov and Hinton 2009): a deep autoencoder of counts of words whose code units are driven to 0 or
/// 1 by noise on their inputs, beside latent semantic analysis and latent Dirichlet allocation. Test messages ask, training messages
/// answer, those of the same group are relevant. And a shortlist by address, ranked by TF-IDF, beside TF-IDF of all.
/// </summary>
internal sealed class DocumentsExperiment : IExperiment
{
    private const int Numbers = 128;
    private const int AddressBits = 20;
    private const double Noise = 4;         // standard deviation on the inputs of code units
    private const double Threshold = 0.5;   // of a code unit's activity, above which its bit is 1
    private const int Passes = 10;          // over the messages, for a layer and for tuning: the best of what was tried on messages held back
    private const int TopicRounds = 100;
    private const int Looked = 100;         // places of which the precision is a figure
    private const int ShortlistFlips = 3;
    private const int ToldEvery = 100;

    public string Name => "documents";

    public string Summary =>
        "20 Newsgroups, 2,000 words: codes of 128 and of 20 bits by a deep autoencoder beside LSA and LDA; shortlists by address ranked by TF-IDF.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        using var messages = Newsgroups.Read(context);
        var (seen, unseen) = (messages.Train, messages.Test);
        RankingQuality Cosine(CodedMessages coded) => PrecisionRecall.ByCosine(coded.Unseen, unseen.Labels, coded.Seen, seen.Labels, context.Seed);
        RankingQuality Hamming(CodedMessages coded) => PrecisionRecall.ByHamming(coded.Unseen, unseen.Labels, coded.Seen, seen.Labels, context.Seed);
        var (activities, bits) = Deep(context, messages, Numbers);
        var (_, addresses) = Deep(context, messages, AddressBits);
        var weighted = CodedMessages.ByTermFrequencies(seen.Counts, unseen.Counts);
        context.Tell("learning the topics of LDA");
        using var topics = LatentDirichletAllocation.Learn(seen.Counts, Numbers, context.Epochs(TopicRounds), context.Seed, context.Cancel);
        (string Name, RankingQuality Quality) By(string name, Func<RankingQuality> rank)
        {
            context.Cancel.ThrowIfCancellationRequested();
            context.Tell($"ranking by {name}");
            return (name, rank());
        }

        var (deep, deepBits) = (By($"deep, {Numbers} numbers", () => Cosine(activities)), By($"deep, {Numbers} bits", () => Hamming(bits)));
        var lsa = By($"LSA, {Numbers} numbers", () => Cosine(CodedMessages.ByLatentSemantics(seen.Counts, unseen.Counts, Numbers)));
        var lda = By($"LDA, {Numbers} topics", () => Cosine(new CodedMessages(topics.Shares(seen.Counts), topics.Shares(unseen.Counts))));
        (string Name, RankingQuality Quality)[] ways = [deep, deepBits, By($"deep, {AddressBits} bits", () => Hamming(addresses)), lsa, lda, By("TF-IDF, 2,000 numbers", () => Cosine(weighted))];
        // Codes as long as those of LSA and LDA are to be before both.
        IEnumerable<ExperimentFigure> Figures(string measure, Func<RankingQuality, double> of) => ways.Select(way => way == deep || way == deepBits
            ? new ExperimentFigure($"{way.Name}: {measure}", of(way.Quality), Math.Max(of(lsa.Quality), of(lda.Quality)), "before LSA and LDA (Salakhutdinov and Hinton 2009)")
            : new ExperimentFigure($"{way.Name}: {measure}", of(way.Quality)));
        var chart = new Chart("20 Newsgroups: messages of the same group", "recall", "precision", logarithmic: true);
        foreach (var (name, quality) in ways) chart.Line(name, quality.Curve.Select(point => (Math.Max(point.Recall, 1e-4), point.Precision)));
        context.Show("precision by recall", chart);
        return
        [
            .. Figures("mAP", quality => quality.Map),
            .. Figures($"precision at {Looked}", quality => quality.PrecisionAt(Looked)),
            .. Shortlists(context, addresses, weighted, seen.Labels, unseen.Labels),
        ];
    }

    /// <summary>2000-500-500-code, layer by layer, then the cross-entropy of words; activities about their mean, and bits.</summary>
    private static (CodedMessages Activities, CodedMessages Bits) Deep(ExperimentContext context, Newsgroups messages, int units)
    {
        using var scope = NewDisposeScope();
        using var stack =
            LayerByLayer.Learn(context, "messages", messages.Train.Counts, ObservationModel.Multinomial,
                [new(500, Epochs: Passes), new(500, Epochs: Passes), new(units, Epochs: Passes)]);
        using var network = DeepAutoencoder.Unroll(stack.Machines);
        using var random = new Generator((ulong)context.Seed);
        // Drawn once for each message, so that it can be learned against.
        var noise = randn([messages.Train.Counts.shape[0], units], generator: random) * Noise;
        context.Learn(network, messages.Train.Counts.shape[0], new DescentOptions { Epochs = Passes, Batch = 250, LearningRate = 5e-4 }, (chosen, _) =>
        {
            var counts = messages.Train.Counts.index_select(0, chosen);
            var code = (network.Encode(counts) + noise.index_select(0, chosen)).sigmoid();
            return [new("words", network.Visible.Loss(network.Decode(code), counts))];
        });
        using var _ = no_grad();
        Tensor Activities(MessagePart part) => network.Encode(part.Counts).sigmoid();
        var (seen, unseen) = (Activities(messages.Train), Activities(messages.Test));
        var mean = seen.mean([0L]);
        Tensor Kept(Tensor codes) => codes.MoveToOuterDisposeScope();
        Tensor Bits(Tensor numbers) => Kept(numbers.gt(Threshold).to(float32) * 2 - 1);
        return (new CodedMessages(Kept(seen - mean), Kept(unseen - mean)), new CodedMessages(Bits(seen), Bits(unseen)));
    }

    /// <summary>The first hundred by TF-IDF of all messages, and of those whose address differs in few bits.</summary>
    private static IEnumerable<ExperimentFigure> Shortlists(
        ExperimentContext context, CodedMessages addresses, CodedMessages weighted, IReadOnlyList<int> labels, IReadOnlyList<int> queryLabels)
    {
        using var _ = no_grad();
        var index = new CodeIndex(AddressBits);
        index.Add(new CodeBatch(AddressBits, Signs.ToCodes(addresses.Seen).Select((code, place) => KeyValuePair.Create((long)place, code))));
        var table = new AddressTable(index.Snapshot(), AddressBits);
        var asked = Signs.ToCodes(addresses.Unseen);
        (double Precision, double Millis, double Looked) Ask(string of, Func<int, long[]?> shortlist)
        {
            var told = context.Telling($"TF-IDF of {of}", asked.Count);
            var (hits, looked, clock) = (0.0, 0.0, Stopwatch.StartNew());
            for (var query = 0; query < asked.Count; query++)
            {
                context.Cancel.ThrowIfCancellationRequested();
                if (query % ToldEvery == 0) told(query);
                using var scope = NewDisposeScope();
                var places = shortlist(query);
                var rows = places is null ? weighted.Seen : weighted.Seen.index_select(0, tensor(places));
                var nearest = rows.mv(weighted.Unseen[query]).topk((int)Math.Min(Looked, rows.shape[0]), 0).indexes.data<long>().ToArray();
                hits += nearest.Count(place => labels[(int)(places is null ? place : places[place])] == queryLabels[query]) / (double)Math.Max(1, nearest.Length);
                looked += rows.shape[0];
            }

            return (hits / asked.Count, clock.Elapsed.TotalMilliseconds / asked.Count, looked / asked.Count);
        }

        long[] Near(int query) => [.. Enumerable.Range(0, ShortlistFlips + 1)
            .SelectMany(flips => table.Around(asked[query], flips)).SelectMany(bucket => bucket.Ids)];
        var shortlists = $"those within {ShortlistFlips} bits of {AddressBits}, of all where fewer than {Looked} are";
        var (all, some) = (Ask("all", _ => null), Ask("shortlists", query => Near(query) is { Length: >= Looked } near ? near : null));
        yield return new($"TF-IDF of all: precision at {Looked}", all.Precision);
        yield return new(
            $"TF-IDF of {shortlists}: precision at {Looked}", some.Precision, all.Precision,
            "as good or better, in less time (Salakhutdinov and Hinton 2009)");
        yield return new("TF-IDF of all: ms a query", all.Millis);
        yield return new($"TF-IDF of {shortlists}: ms a query", some.Millis);
        yield return new($"messages that are {shortlists}", some.Looked);
        yield return new(
            $"share of queries for which fewer than {Looked} are within {ShortlistFlips} bits",
            Enumerable.Range(0, asked.Count).Count(query => Near(query).Length < Looked) / (double)asked.Count);
    }
}
