using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageCodes.Model.Networks;

/// <summary>
/// The first layer: projects each small patch onto the principal directions of such patches, scaled to unit variance, and
/// onto their opposites (Page 2019; Jordan 2024). It is fitted once, from pictures, and not learned, but for a bias.
/// </summary>
internal sealed class PatchWhitening : Module<Tensor, Tensor>
{
    private const int MostDirections = 24;
    private const int FittedAtOnce = 256;   // pictures; all patches of a few thousand would take gigabytes
    // Of pixels in [-2, 2]; a direction with less is mostly noise, and rounding would be amplified with it.
    private const double SmallestVariance = 1e-2;

    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly int _kernel;

    /// <param name="side">
    /// Of the pictures; those of 64 pixels are stepped over by twos, so that the layers above see the same number of patches as for 32.
    /// </param>
    public PatchWhitening(int side)
        : base(nameof(PatchWhitening))
    {
        Stride = side / 32;
        _kernel = 2 * Stride;
        Channels = 2 * Math.Min(MostDirections, 3 * _kernel * _kernel);
        using Scalar width = 1f / _kernel;   // kept as long as it is used (Scalars): a network is made whenever a model is loaded
        weight = new Parameter(randn(Channels, 3, _kernel, _kernel).mul(width), requires_grad: false);
        bias = new Parameter(zeros(Channels));
        RegisterComponents();
    }

    public int Channels { get; }

    private int Stride { get; }

    /// <summary>Sets the weights from all patches of the pictures.</summary>
    public void Fit(Tensor pictures)   // (B, 3, S, S)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var size = 3 * _kernel * _kernel;
        var (sum, products, count) = (zeros(size, float64), zeros(size, size, float64), 0L);
        foreach (var some in pictures.to(float32).split(FittedAtOnce))
        {
            using var inner = NewDisposeScope();
            var patches = functional.unfold(some, _kernel, stride: Stride).permute(0, 2, 1).reshape(-1, size);   // (P, D)
            sum.add_(patches.sum([0L]));
            products.add_(patches.t().matmul(patches));
            count += patches.shape[0];
        }

        var mean = sum / count;
        var (variances, directions) = linalg.eigh(products / count - mean.outer(mean));   // ascending; directions in columns
        var principal = (directions / (variances + SmallestVariance).sqrt()).t().flip(0)[..(Channels / 2)].to(float32);   // (Channels / 2, D)
        weight.copy_(cat([principal, -principal], 0).reshape(weight.shape));
    }

    public override Tensor forward(Tensor pictures)   // (B, 3, S, S) -> (B, Channels, (S - 2 Stride) / Stride + 1, …)
    {
        using var scope = NewDisposeScope();
        var projected = functional.conv2d(pictures, Convolution.ChannelsLast(weight.to(pictures.dtype)), strides: [Stride, Stride]);
        return functional.gelu(projected.Plus(bias.to(pictures.dtype).reshape(1, -1, 1, 1))).MoveToOuterDisposeScope();
    }
}
