using ImageCodes.Model.Networks;
using ImageCodes.Model.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training.Losses;

public sealed class ContrastivePairsTests
{
    public ContrastivePairsTests() => TorchRuntime.EnsurePrepared();

    private static Tensor Own(params int[] labels)
    {
        var column = tensor(labels).unsqueeze(1);
        return column.eq(column.t());
    }

    [Fact]
    public void The_loss_is_that_computed_by_hand()
    {
        // On a line at 0, 1 and 3, the first two of a kind: they are 1 apart; the third is 3 and 2 away, of a margin of 4 lacking 1 and 2.
        var codes = tensor(new[] { 0.0, 1, 3 }).reshape(3, 1);
        Assert.Equal(1 + (1 + 4) / 2.0, ContrastivePairs.Loss(codes, Own(5, 5, 6), margin: 4).ToDouble(), 1e-4);
        Assert.Equal(0, ContrastivePairs.Loss(codes, Own(1, 2, 3), margin: 0.5).ToDouble(), 1e-9);
    }

    [Fact]
    public void Its_gradient_is_that_of_finite_differences() =>
        FiniteDifferences.AssertAgree(
            randn([5, 2], dtype: float64, generator: new Generator(3)).requires_grad_(),
            codes => ContrastivePairs.Loss(codes, Own(1, 1, 2, 2, 3), margin: 2));
}
