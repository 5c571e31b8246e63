using ImageCodes.Model.Evaluation;

namespace ImageCodes.Tests.Evaluation;

public sealed class NearestVoteTests
{
    private static double Chance(int own, int[] distances, int[] labels, int k)
    {
        var counts = new int[9];
        foreach (var distance in distances) counts[distance]++;
        return NearestVote.ChanceOf([own], distances, counts, [.. labels.Select(label => new[] { label })], classes: 3, k);
    }

    [Fact]
    public void The_majority_of_the_nearest_wins() => Assert.Equal(1, Chance(own: 1, distances: [0, 1, 2, 5], labels: [1, 1, 0, 0], k: 3));

    [Fact]
    public void A_loser_gets_nothing() => Assert.Equal(0, Chance(own: 0, distances: [0, 1, 2, 5], labels: [1, 1, 0, 0], k: 3));

    [Fact]
    public void A_tied_vote_counts_in_parts() => Assert.Equal(0.5, Chance(own: 0, distances: [0, 1], labels: [0, 1], k: 2));

    [Fact]
    public void Pictures_tied_at_the_last_distance_share_its_places() =>
        // One place for three pictures at distance 2: class 0 has 1 + 1/3, class 1 has 1 + 2/3.
        Assert.Equal(1, Chance(own: 1, distances: [0, 1, 2, 2, 2], labels: [0, 1, 0, 1, 1], k: 3));

    [Fact]
    public void With_fewer_pictures_than_k_all_of_them_vote() =>
        Assert.Equal(1, Chance(own: 2, distances: [3, 3, 4], labels: [2, 2, 0], k: 10));
}
