using static TorchSharp.torch;

namespace ImageCodes.Model.Evaluation;

/// <summary>A point of a precision-recall curve, mean over queries.</summary>
/// <param name="Retrieved">How many of the nearest are taken.</param>
/// <param name="Precision">Share of these that are relevant.</param>
/// <param name="Recall">Share of the relevant ones that are among these.</param>
internal readonly record struct PrecisionRecallPoint(int Retrieved, double Precision, double Recall);

/// <summary>What a ranking by similarity is worth.</summary>
/// <param name="Map">Mean average precision over the whole database.</param>
/// <param name="Curve">From 1 retrieved to all.</param>
internal sealed record RankingQuality(double Map, IReadOnlyList<PrecisionRecallPoint> Curve)
{
    /// <summary>Mean precision among so many retrieved, one of those of the curve.</summary>
    public double PrecisionAt(int retrieved) => Curve.Single(point => point.Retrieved == retrieved).Precision;
}

/// <summary>
/// Ranks a database by any similarity. What is equally similar comes in an order by chance, drawn by a seed, so that codes of few bits are
/// neither favoured nor wronged; for Hamming distances alone <see cref="RetrievalEvaluation"/> has the exact expectation.
/// </summary>
internal static class PrecisionRecall
{
    private const int QueriesAtOnce = 250;

    /// <summary>How many are retrieved at the points of a curve.</summary>
    private static readonly int[] Places =
        [1, 2, 3, 5, 7, 10, 14, 20, 30, 50, 70, 100, 140, 200, 300, 500, 700, 1_000, 1_400, 2_000, 3_000, 5_000, 7_000, 10_000, 14_000, 20_000, 30_000, 50_000];

    /// <param name="queryLabels">One for each query.</param>
    /// <param name="labels">One for each of the database.</param>
    /// <param name="similarities">Those of the queries from a place to before another, (Some, N), the greatest the nearest.</param>
    /// <param name="seed">Orders equals.</param>
    public static RankingQuality Of(IReadOnlyList<int> queryLabels, IReadOnlyList<int> labels, Func<int, int, Tensor> similarities, int seed)
    {
        using var _ = no_grad();
        using var random = new Generator((ulong)seed);
        using var all = tensor(labels.ToArray());
        var places = Places.Where(place => place < labels.Count).Append(labels.Count).ToArray();
        var (precision, recall, map) = (new double[places.Length], new double[places.Length], 0.0);
        for (var first = 0; first < queryLabels.Count; first += QueriesAtOnce)
        {
            using var scope = NewDisposeScope();
            var end = Math.Min(first + QueriesAtOnce, queryLabels.Count);
            // Of what is in an order by chance, equals are, too, whatever a sort makes of them.
            var order = randperm(labels.Count, generator: random);
            var known = all[order];
            var ranked = similarities(first, end).index_select(1, order).argsort(1, descending: true);   // (Some, N)
            var relevant = known[ranked].eq(tensor(queryLabels.Skip(first).Take(end - first).ToArray()).unsqueeze(1)).to(float64);
            var hits = relevant.cumsum(1);
            var relevantInAll = hits[.., ^1..].clamp_min(1);   // (Some, 1)
            var ranks = arange(1, labels.Count + 1, dtype: float64);
            map += (hits / ranks * relevant).sum(1, keepdim: true).div(relevantInAll).sum().item<double>();
            var taken = hits.index_select(1, tensor(places.Select(place => (long)place - 1).ToArray()));   // (Some, Places)
            var (precisions, recalls) = (taken.sum([0L]).data<double>().ToArray(), (taken / relevantInAll).sum([0L]).data<double>().ToArray());
            for (var i = 0; i < places.Length; i++) (precision[i], recall[i]) = (precision[i] + precisions[i] / places[i], recall[i] + recalls[i]);
        }

        var count = queryLabels.Count;
        return new RankingQuality(map / count, [.. places.Select((place, i) => new PrecisionRecallPoint(place, precision[i] / count, recall[i] / count))]);
    }

    /// <summary>By the cosine of vectors.</summary>
    public static RankingQuality ByCosine(Tensor queries, IReadOnlyList<int> queryLabels, Tensor database, IReadOnlyList<int> labels, int seed)
    {
        using var scope = NewDisposeScope();
        var (asked, known) = (nn.functional.normalize(queries, dim: 1), nn.functional.normalize(database, dim: 1).t());
        return Of(queryLabels, labels, (first, end) => asked[first..end].mm(known), seed);
    }

    /// <summary>By the Hamming distance of codes.</summary>
    /// <param name="queries">(Q, Bits), of -1 and +1.</param>
    /// <param name="queryLabels">Q of them.</param>
    /// <param name="database">(N, Bits), of -1 and +1.</param>
    /// <param name="labels">N of them.</param>
    /// <param name="seed">Orders equals.</param>
    public static RankingQuality ByHamming(Tensor queries, IReadOnlyList<int> queryLabels, Tensor database, IReadOnlyList<int> labels, int seed)
    {
        using var scope = NewDisposeScope();
        var known = database.t();
        return Of(queryLabels, labels, (first, end) => queries[first..end].mm(known) / queries.shape[1], seed);
    }
}
