using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Evaluation;

public sealed class RealNeighboursTests
{
    public RealNeighboursTests() => TorchRuntime.EnsurePrepared();

    private static Tensor Points(params float[] places) => tensor(places).reshape(-1, 1);

    [Theory]
    [InlineData(1, 0.5)]   // nearest: 1 (right) and 0 (wrong)
    [InlineData(3, 0.0)]   // votes: 1, 0, 1 and 0, 1, 1
    public void The_majority_of_the_nearest_decides(int k, double error) =>
        Assert.Equal(error, RealNeighbours.Error(Points(0, 10), [1, 1], Points(0.1f, 0.2f, 0.3f, 10.1f, 10.2f, 10.3f), [1, 0, 1, 0, 1, 1], k));

    [Fact]
    public void A_tied_vote_goes_to_the_nearest() =>
        Assert.Equal(0, RealNeighbours.Error(Points(0), [2], Points(3, 1, 2), [4, 2, 3], 3));

    [Fact]
    public void The_nearest_come_first() =>
        Assert.Equal([[1L, 2, 0], [0L, 2, 1]], RealNeighbours.Nearest(Points(1, 9), Points(7, 2, 4), 3));

    [Fact]
    public void In_a_plane_points_that_lie_close_together_and_far_away_are_told_apart()
    {
        // Of more than 25 rows, by products of matrices: at 10,000 a float is a thousandth from the next.
        var far = Enumerable.Range(0, 24).SelectMany(place => new[] { -100f, place });
        var database = tensor([100, 0.02f, 100.01f, 0, .. far]).reshape(-1, 2);
        Assert.Equal([1L, 0L], RealNeighbours.Nearest(tensor(new[] { 100f, 0 }).reshape(1, 2), database, 2).Single());
    }

    [Fact]
    public void Labels_that_do_not_fit_are_refused() =>
        Assert.Throws<ArgumentException>(() => RealNeighbours.Error(Points(0, 1), [2], Points(3), [4], 1));
}
