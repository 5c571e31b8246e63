using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageCodes.Model.Networks;

/// <summary>
/// Four stages, each half the side of the one before. The last is pooled to 2 x 2 cells and not to one, so that the
/// features still know roughly where in the picture something is.
/// </summary>
internal sealed class Encoder : Module<Tensor, Tensor>
{
    private readonly Convolution stem;
    private readonly BatchNorm2d stemNorm;
    private readonly Sequential stages;
    private readonly int _pool;

    public Encoder(CodeNetworkOptions options)
        : base(nameof(Encoder))
    {
        var widths = options.Widths;
        stem = new Convolution(inputs: 3, widths[0], kernel: 3, stride: 2);
        stemNorm = BatchNorm2d(widths[0]);
        stages = Sequential(widths.Zip(widths.Skip(1), (inputs, outputs) => (Module<Tensor, Tensor>)new ResidualStage(inputs, outputs)));
        _pool = Math.Max(1, CodeNetworkOptions.LastSide / 2);
        Features = widths[^1] * (CodeNetworkOptions.LastSide / _pool) * (CodeNetworkOptions.LastSide / _pool);
        RegisterComponents();
    }

    /// <summary>How many features describe one picture.</summary>
    public int Features { get; }

    public override Tensor forward(Tensor pictures)   // (B, 3, S, S) -> (B, Features)
    {
        using var scope = NewDisposeScope();
        var channelsLast = pictures.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        var last = stages.forward(stemNorm.forward(stem.forward(channelsLast)).relu_());   // (B, Widths[3], S / 16, S / 16)
        return functional.avg_pool2d(last, _pool).flatten(1).MoveToOuterDisposeScope();
    }
}
