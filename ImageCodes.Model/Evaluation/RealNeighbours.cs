using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Evaluation;

/// <summary>The k nearest by Euclidean distance, and their vote, for codes of real numbers.</summary>
internal static class RealNeighbours
{
    private const int QueriesAtOnce = 500;
    private const int FewDimensions = 8;

    /// <summary>
    /// Share of the queries whose class loses the vote, 0 to 1. A tied vote goes to the tied class whose nearest picture is nearest.
    /// </summary>
    /// <param name="queries">(Q, D).</param>
    /// <param name="queryLabels">Q of them.</param>
    /// <param name="database">(N, D).</param>
    /// <param name="labels">N of them.</param>
    /// <param name="k">How many vote.</param>
    public static double Error(Tensor queries, IReadOnlyList<int> queryLabels, Tensor database, IReadOnlyList<int> labels, int k)
    {
        if (queries.shape[0] != queryLabels.Count || database.shape[0] != labels.Count)
            throw new ArgumentException(
                $"Each point has a label; got {queries.shape[0]} and {database.shape[0]} points, {queryLabels.Count} and {labels.Count} labels.");
        // Grouping keeps the order of first places, and sorting that of equals.
        var won = Nearest(queries, database, k).Select(near => near.Select(place => labels[(int)place]).GroupBy(label => label).OrderByDescending(votes => votes.Count()).First().Key);
        return (double)won.Zip(queryLabels).Count(pair => pair.First != pair.Second) / queryLabels.Count;
    }

    /// <summary>Which way points lie from their mean: of length 1, so that the nearest are those in the most similar directions.</summary>
    /// <param name="points">(N, D).</param>
    public static Tensor Directions(Tensor points) => nn.functional.normalize(points - points.mean([0]), dim: 1);   // -> (N, D)

    /// <summary>Of each query the places of its k nearest in the database, the nearest first.</summary>
    /// <param name="queries">(Q, D).</param>
    /// <param name="database">(N, D).</param>
    /// <param name="k">At most N.</param>
    public static IEnumerable<long[]> Nearest(Tensor queries, Tensor database, int k)
    {
        // By products of matrices |x - y|² is |x|² + |y|² - 2xy, which rounds away how far points are that lie close together and far from
        // 0: so they lie in planes, and not in many dimensions.
        var mode = queries.shape[1] <= FewDimensions ? compute_mode.donot_use_mm_for_euclid_dist : compute_mode.use_mm_for_euclid_dist_if_necessary;
        for (var first = 0L; first < queries.shape[0]; first += QueriesAtOnce)
        {
            long[] nearest;
            using (NewDisposeScope())
            using (no_grad())
            {
                nearest = cdist(queries.narrow(0, first, Math.Min(QueriesAtOnce, queries.shape[0] - first)), database, compute_mode: mode)
                    .topk(k, dim: 1, largest: false, sorted: true).indexes.data<long>().ToArray();
            }

            foreach (var near in nearest.Chunk(k)) yield return near;
        }
    }
}
