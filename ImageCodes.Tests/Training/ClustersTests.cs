using ImageCodes.Model.Training;

namespace ImageCodes.Tests.Training;

public sealed class ClustersTests
{
    [Fact]
    public void Points_in_one_direction_fall_into_one_cluster()
    {
        var random = new Random(3);
        float Noise() => (float)(random.NextDouble() - 0.5) * 0.2f;
        var features = Enumerable.Range(0, 90).Select(i => (i % 3) switch
        {
            0 => new[] { 5 + Noise(), Noise(), Noise() },
            1 => [Noise(), 1 + Noise(), Noise()],
            _ => [Noise(), Noise(), 2 + Noise()],
        }).ToList();
        var clusters = Clusters.Of(features, 3, seed: 1);
        Assert.Equal(3, clusters.Distinct().Count());
        Assert.All(Enumerable.Range(0, 90), i => Assert.Equal(clusters[i % 3], clusters[i]));
        Assert.Equal(clusters, Clusters.Of(features, 3, seed: 1));
    }

    [Fact]
    public void More_clusters_than_points_are_refused() =>
        Assert.Contains("1 to 2 clusters; got 3", Assert.Throws<ArgumentException>(() => Clusters.Of([[1f], [2f]], 3, seed: 1)).Message);
}
