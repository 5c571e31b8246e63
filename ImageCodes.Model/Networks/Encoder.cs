using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageCodes.Model.Networks;

/// <summary>
/// Whitened patches, then three stages of two or three convolutions, each stage half the side of the one before (after Jordan's
/// airbench, 2024). What is anywhere in the picture comes out by the largest value of each channel; where it is, by a coarse
/// grid of a few channels more.
/// </summary>
internal sealed class Encoder : Module<Tensor, Tensor>
{
    private const int LayoutChannels = 64;
    private const int LayoutSide = 2;

    private readonly PatchWhitening whitening;
    private readonly Sequential stages;
    private readonly Convolution layout;
    private readonly BatchNorm2d layoutNorm;

    public Encoder(CodeNetworkOptions options)
        : base(nameof(Encoder))
    {
        whitening = new PatchWhitening(options.Side);
        int[] widths = [whitening.Channels, .. options.Widths];
        stages = Sequential(widths.Zip(widths.Skip(1), (inputs, outputs) => (Module<Tensor, Tensor>)new ConvolutionStage(inputs, outputs, options.Residual)));
        layout = new Convolution(widths[^1], LayoutChannels, kernel: 1);
        layoutNorm = BatchNorm2d(LayoutChannels);
        Features = widths[^1] + LayoutChannels * LayoutSide * LayoutSide;
        RegisterComponents();
    }

    /// <summary>How many features describe one picture.</summary>
    public int Features { get; }

    /// <summary>Fits the first layer to pictures; the weights above it are not touched.</summary>
    public void Whiten(Tensor pictures) => whitening.Fit(pictures);   // (B, 3, S, S)

    /// <summary>Any side works, and smaller ones are quicker: training begins with them.</summary>
    public override Tensor forward(Tensor pictures)   // (B, 3, S, S) -> (B, Features)
    {
        using var scope = NewDisposeScope();
        var last = stages.forward(whitening.forward(Convolution.ChannelsLast(pictures)));   // (B, Widths[2], about S / 16, S / 16)
        var what = functional.max_pool2d(last, [last.shape[2], last.shape[3]]).flatten(1);   // (B, Widths[2])
        var where = functional.adaptive_avg_pool2d(functional.gelu(layoutNorm.forward(layout.forward(last))), [LayoutSide, LayoutSide]).flatten(1);
        return cat([what, where], 1).MoveToOuterDisposeScope();
    }
}
