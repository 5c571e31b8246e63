using ImageCodes.Model.Networks;
using ImageCodes.Model.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training.Losses;

public sealed class NeighbourEmbeddingTests
{
    public NeighbourEmbeddingTests() => TorchRuntime.EnsurePrepared();

    [Theory]
    [InlineData(null, 2)]
    [InlineData(0.5, 1)]   // of the features alone
    public void The_loss_is_that_computed_by_hand(double? ofFeatures, double logit)
    {
        // Features at -1, 0 and 1 on a line, about their mean 0: cosines 0-1: 0, 0-2: -1, 1-2: 0. Codes: 0 and 1 equal, 2 opposite.
        var features = tensor(new float[] { -1, 0, 1 }).reshape(3, 1);
        var codes = tensor(new float[] { 1, 1, 1, 1, -1, -1 }).reshape(3, 2);
        const double half = 0.25;   // a cosine of 1, at this temperature, is a logit of 1 / (2 T) = 2
        var (p, q) = (Softmax(0, -logit), Softmax(2, -2));   // picture 0 of 1 and 2
        var first = p.Left * Math.Log(p.Left / q.Left) + p.Right * Math.Log(p.Right / q.Right);
        var (p1, q1) = (Softmax(0, 0), Softmax(2, -2));   // picture 1 of 0 and 2
        var second = p1.Left * Math.Log(p1.Left / q1.Left) + p1.Right * Math.Log(p1.Right / q1.Right);
        var (p2, q2) = (Softmax(-logit, 0), Softmax(-2, -2));   // picture 2 of 0 and 1
        var third = p2.Left * Math.Log(p2.Left / q2.Left) + p2.Right * Math.Log(p2.Right / q2.Right);
        Assert.Equal((first + second + third) / 3, NeighbourEmbedding.Loss(codes, features, half, ofFeatures).ToDouble(), precision: 5);
    }

    [Fact]
    public void Codes_that_choose_as_features_do_cost_nothing()
    {
        var features = randn(6, 4, generator: new Generator(2));
        Assert.Equal(0, NeighbourEmbedding.Loss(features - features.mean([0]), features, 0.2).ToDouble(), precision: 5);
    }

    [Fact]
    public void Its_gradient_is_that_of_finite_differences_and_none_reaches_the_features()
    {
        var features = randn(6, 3, dtype: float64, generator: new Generator(1)).requires_grad_();
        FiniteDifferences.AssertAgree(
            randn(6, 5, dtype: float64, generator: new Generator(3)).requires_grad_(), codes => NeighbourEmbedding.Loss(codes, features, 0.3));
        Assert.True(features.grad is null);
    }

    private static (double Left, double Right) Softmax(double left, double right)
    {
        var (a, b) = (Math.Exp(left), Math.Exp(right));
        return (a / (a + b), b / (a + b));
    }
}
