using static TorchSharp.torch;

namespace ImageCodes.Model.Evaluation;

/// <summary>The vote of the k nearest by Euclidean distance, for codes of real numbers.</summary>
internal static class RealNeighbours
{
    private const int QueriesAtOnce = 500;

    /// <summary>Share of the queries whose class loses the vote, 0 to 1. A tied vote goes to the tied class whose nearest picture is nearest.</summary>
    /// <param name="queries">(Q, D).</param>
    /// <param name="queryLabels">Q of them.</param>
    /// <param name="database">(N, D).</param>
    /// <param name="labels">N of them.</param>
    /// <param name="k">How many vote.</param>
    public static double Error(Tensor queries, IReadOnlyList<int> queryLabels, Tensor database, IReadOnlyList<int> labels, int k)
    {
        if (queries.shape[0] != queryLabels.Count || database.shape[0] != labels.Count)
            throw new ArgumentException($"Each point has a label; got {queries.shape[0]} and {database.shape[0]} points, {queryLabels.Count} and {labels.Count} labels.");
        using var _ = no_grad();
        var wrong = 0;
        for (var first = 0; first < queryLabels.Count; first += QueriesAtOnce)
        {
            using var scope = NewDisposeScope();
            var some = queries[first..Math.Min(first + QueriesAtOnce, queryLabels.Count)];
            var nearest = cdist(some, database).topk(k, dim: 1, largest: false, sorted: true).indexes.data<long>().ToArray();
            for (var query = 0; query < some.shape[0]; query++)
            {
                // Grouping keeps the order of first places, and sorting that of equals.
                var winner = nearest.Skip(query * k).Take(k).Select(place => labels[(int)place]).GroupBy(label => label).OrderByDescending(votes => votes.Count()).First().Key;
                if (winner != queryLabels[first + query]) wrong++;
            }
        }

        return (double)wrong / queryLabels.Count;
    }
}
