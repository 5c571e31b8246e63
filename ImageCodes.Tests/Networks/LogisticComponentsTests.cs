using ImageCodes.Model.Experiments;
using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Networks;

public sealed class LogisticComponentsTests
{
    [Fact]
    public void Each_round_moves_points_by_four_times_what_their_chances_miss()
    {
        TorchRuntime.EnsurePrepared();
        // As many components as numbers: every point lies in the plane.
        var rows = tensor(new[,] { { 0.75f, 0.25f }, { 0.25f, 0.75f }, { 0.5f, 0.9f } });
        double Sigmoid(double at) => 1 / (1 + Math.Exp(-at));
        var first = 4 * (0.75 - 0.5);
        foreach (var (rounds, expected) in new[] { (1, Sigmoid(first)), (2, Sigmoid(first + 4 * (0.75 - Sigmoid(first)))) })
        {
            using var logistic = LogisticComponents.Learn(rows, 2, rounds, cancel: TestContext.Current.CancellationToken);
            Assert.Equal(expected, logistic.Reconstruct(rows, TestContext.Current.CancellationToken)[0, 0].item<float>(), 1e-5);
        }
    }

    [Fact]
    public void More_rounds_never_make_rows_less_likely()
    {
        TorchRuntime.EnsurePrepared();
        using var random = new Generator(2);
        var rows = rand([60, 8], generator: random).gt(0.5).to(float32);
        var losses = new[] { 1, 2, 4, 8, 16, 32 }.Select(rounds =>
        {
            using var logistic = LogisticComponents.Learn(rows, 2, rounds, cancel: TestContext.Current.CancellationToken);
            return nn.functional.binary_cross_entropy(logistic.Reconstruct(rows, TestContext.Current.CancellationToken), rows).item<float>();
        }).ToList();
        Assert.Equal(losses.OrderDescending(), losses);
        Assert.True(losses[^1] < 0.9 * losses[0], string.Join(", ", losses));
    }

    [Fact]
    public void Chances_of_one_cause_are_drawn_by_one_component_better_than_by_a_linear_one()
    {
        TorchRuntime.EnsurePrepared();
        using var random = new Generator(1);
        var rows = (randn([300, 1], generator: random) * 4).mm(randn([1, 10], generator: random)).sigmoid();
        using var logistic = LogisticComponents.Learn(rows[..200], 1, rounds: 200, cancel: TestContext.Current.CancellationToken);
        var (ours, linear) = (DeepReconstruction.Error(logistic.Reconstruct(rows[200..], TestContext.Current.CancellationToken), rows[200..]), DeepReconstruction.Error(DeepReconstruction.OfComponents(rows[..200], rows[200..], 1), rows[200..]));
        Assert.True(ours < linear / 5, $"{ours} of {linear}");
    }
}
