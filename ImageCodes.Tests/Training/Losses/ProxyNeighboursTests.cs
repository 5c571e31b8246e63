using ImageCodes.Model.Networks;
using ImageCodes.Model.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training.Losses;

public sealed class ProxyNeighboursTests
{
    public ProxyNeighboursTests() => TorchRuntime.EnsurePrepared();

    private static Tensor Own(params int[] labels) => tensor(labels).unsqueeze(1).eq(arange(3).unsqueeze(0));

    [Fact]
    public void The_loss_is_that_computed_by_hand()
    {
        // Distances of the code (1, 1) to the proxies (2, 2), (1, -1), (-3, -3): 0, 1/2, 1 of its bits.
        var codes = tensor(new float[] { 1, 1 }).reshape(1, 2);
        var proxies = tensor(new float[] { 2, 2, 1, -1, -3, -3 }).reshape(3, 2);
        var expected = -Math.Log(Math.Exp(-0.5 / 0.4) / (1 + Math.Exp(-0.5 / 0.4) + Math.Exp(-1 / 0.4)));
        Assert.Equal(expected, ProxyNeighbours.Loss(codes, proxies, Own(1), temperature: 0.4).ToDouble(), precision: 5);
    }

    [Fact]
    public void Pictures_without_a_label_do_not_count()
    {
        var codes = randn(4, 8, generator: new Generator(1));
        var proxies = randn(3, 8, generator: new Generator(2));
        var labelled = ProxyNeighbours.Loss(codes[..2], proxies, Own(0, 2), temperature: 0.1).ToDouble();
        Assert.Equal(labelled, ProxyNeighbours.Loss(codes, proxies, Own(0, 2, -1, -1), temperature: 0.1).ToDouble(), precision: 5);
        Assert.Equal(0, ProxyNeighbours.Loss(codes, proxies, Own(-1, -1, -1, -1), temperature: 0.1).ToDouble());
    }

    [Fact]
    public void Its_gradients_by_codes_and_by_proxies_are_those_of_finite_differences()
    {
        var proxies = randn(3, 5, dtype: float64, generator: new Generator(4)).requires_grad_();
        var codes = randn(6, 5, dtype: float64, generator: new Generator(3)).requires_grad_();
        FiniteDifferences.AssertAgree(codes, at => ProxyNeighbours.Loss(at, proxies.detach(), Own(0, 1, 2, 2, -1, 0), temperature: 0.4));
        FiniteDifferences.AssertAgree(proxies, at => ProxyNeighbours.Loss(codes.detach(), at, Own(0, 1, 2, 2, -1, 0), temperature: 0.4));
    }
}
