using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Networks;

[Collection(nameof(SeededRandom))]
public sealed class CodeNetworkTests
{
    [Fact]
    public void A_decoder_that_is_told_how_codes_became_others_draws_these_as_it_drew_those()
    {
        TorchRuntime.EnsurePrepared();
        TorchRuntime.Seed(4);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var network = new CodeNetwork(new CodeNetworkOptions { Bits = 64, Side = 32, Widths = [8, 8, 8], Prefixes = [64] });
        network.eval();
        var codes = randn(5, 64).sign();
        var drawn = network.Decode(codes);
        var (map, shift) = (linalg.qr(randn(64, 64)).Q, randn(64));   // code = other x map + shift
        var others = (codes - shift).mm(map.t());
        Assert.False(network.Decode(others).allclose(drawn, atol: 1e-3));
        network.Recode(map, shift);
        Assert.True(network.Decode(others).allclose(drawn, rtol: 1e-3, atol: 1e-4));
    }
}
