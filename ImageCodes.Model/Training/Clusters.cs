using ImageCodes.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>Labels where there are none: the clusters that features fall into (Caron et al. 2018).</summary>
internal static class Clusters
{
    private const int Rounds = 30;

    /// <summary>
    /// Spherical k-means (Dhillon and Modha 2001), begun with points far from each other (Arthur and Vassilvitskii 2007): only
    /// directions from the mean count.
    /// </summary>
    /// <param name="features">A row a picture, all of one length.</param>
    /// <param name="count">How many clusters, at most as many as there are rows.</param>
    /// <param name="seed">Of the draw that it begins with.</param>
    /// <returns>For each row the number of its cluster.</returns>
    public static IReadOnlyList<int> Of(IReadOnlyList<float[]> features, int count, int seed)
    {
        if (count < 1 || count > features.Count) throw new ArgumentException($"{features.Count} pictures fall into 1 to {features.Count} clusters; got {count}.", nameof(count));
        TorchRuntime.EnsurePrepared();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var rows = tensor(features.SelectMany(row => row).ToArray()).reshape(features.Count, -1);   // (N, D)
        var points = nn.functional.normalize(rows - rows.mean([0]), dim: 1);
        var centres = Begin(points, count, new Random(seed));   // (K, D)
        var own = points.matmul(centres.t()).argmax(1);   // (N)
        for (var round = 0; round < Rounds; round++)
        {
            var sums = zeros(count, points.shape[1]).index_add_(0, own, points, 1);
            // A cluster that empties keeps its place: a centre of length 0 would collect whatever is far from all others.
            var filled = zeros(count, 1).index_add_(0, own, ones(points.shape[0], 1), 1).gt(0);   // (K, 1)
            centres = where(filled, nn.functional.normalize(sums, dim: 1), centres);
            own = points.matmul(centres.t()).argmax(1);
        }

        return [.. own.data<long>().ToArray().Select(cluster => (int)cluster)];
    }

    /// <summary>Each next centre is a point drawn with a chance that grows with its distance from the nearest one so far.</summary>
    private static Tensor Begin(Tensor points, int count, Random random)   // (N, D) -> (K, D)
    {
        var chosen = new List<long> { random.NextInt64(points.shape[0]) };
        var nearest = 1 - points.mv(points[chosen[0]]);   // (N)
        while (chosen.Count < count)
        {
            var sums = nearest.clamp(min: 0).to(float64).cumsum(0);   // (N)
            chosen.Add(Math.Min(points.shape[0] - 1, sums.lt(random.NextDouble() * sums[-1].ToDouble()).sum().ToInt64()));
            nearest = minimum(nearest, 1 - points.mv(points[chosen[^1]]));
        }

        return points.index_select(0, tensor(chosen.ToArray()));
    }
}
