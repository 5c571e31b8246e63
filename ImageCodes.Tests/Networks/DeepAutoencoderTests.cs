using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Networks;

public sealed class DeepAutoencoderTests
{
    public DeepAutoencoderTests() => TorchRuntime.EnsurePrepared();

    [Fact]
    public void Unrolled_machines_go_up_and_down_as_they_did_one_by_one()
    {
        using var random = new Generator(5);
        using var lower = new RestrictedBoltzmannMachine(6, 4, linear: false, random);
        using var upper = new RestrictedBoltzmannMachine(4, 3, linear: true, random);
        lower.VisibleBias.copy_(randn(6, generator: random));
        upper.HiddenBias.copy_(randn(3, generator: random));
        using var network = DeepAutoencoder.Unroll([lower, upper]);
        network.eval();
        var pictures = rand([2, 6], generator: random);
        var code = upper.HiddenMeans(lower.HiddenMeans(pictures));
        Assert.True(network.Encode(pictures).allclose(code));
        Assert.True(network.forward(pictures).allclose(lower.VisibleMeans(upper.VisibleMeans(code, pictures), pictures)));
    }

    [Fact]
    public void One_layer_alone_is_refused() =>
        Assert.Contains("got 1 layers", Assert.Throws<ArgumentException>(() => new DeepAutoencoder([784])).Message);
}
