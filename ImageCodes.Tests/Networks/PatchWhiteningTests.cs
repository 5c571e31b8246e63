using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Networks;

public sealed class PatchWhiteningTests
{
    public PatchWhiteningTests() => TorchRuntime.EnsurePrepared();

    [Fact]
    public void Patches_come_out_uncorrelated_and_of_variance_1_but_for_directions_of_hardly_any()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var whitening = new PatchWhitening(side: 64);
        // 300 smooth pictures, more than are looked at together.
        var pictures = nn.functional.interpolate(randn([300, 3, 16, 16], generator: new Generator(4)), size: [64, 64], mode: InterpolationMode.Bilinear);
        whitening.Fit(pictures);

        var patches = nn.functional.unfold(pictures, 4, stride: 2).permute(0, 2, 1).reshape(-1, 48).to(float64);
        var centred = patches - patches.mean([0L]);
        var covariance = centred.t().mm(centred) / centred.shape[0];
        var weights = whitening.state_dict()["weight"].reshape(whitening.Channels, 48).to(float64);
        var half = weights[..(whitening.Channels / 2)];
        Assert.Equal(0, (half + weights[(whitening.Channels / 2)..]).abs().max().item<double>(), 1e-6);

        var (variances, _) = linalg.eigh(covariance);
        var kept = variances.flip(0)[..(int)half.shape[0]];
        var projected = half.mm(covariance).mm(half.t());
        Assert.Equal(0, (projected - diag(kept / (kept + 0.01))).abs().max().item<double>(), 1e-3);
        Assert.InRange(projected[0, 0].item<double>(), 0.99, 1);
    }
}
