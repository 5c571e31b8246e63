using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageCodes.Model.Networks;

/// <summary>
/// A convolution whose weights stay in float32 and are cast to the input's type as they are used, so that one network
/// trains in bfloat16 and answers in float32. Channels-last by strides, which the CPU's kernels prefer: in evaluation mode the
/// weights are laid out so once, which else takes longer than encoding one picture. Who changes them then calls <c>eval</c> again.
/// </summary>
internal sealed class Convolution : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly int _padding;
    private Tensor? _laidOut;   // null in training, where each step changes the weights

    public Convolution(int inputs, int outputs, int kernel)
        : base(nameof(Convolution))
    {
        _padding = kernel / 2;
        weight = new Parameter(empty(outputs, inputs, kernel, kernel));
        init.kaiming_normal_(weight, mode: init.FanInOut.FanIn, nonlinearity: init.NonlinearityType.ReLU);
        RegisterComponents();
    }

    public override void train(bool on = true)
    {
        base.train(on);
        using var scope = NewDisposeScope();
        _laidOut?.Dispose();
        _laidOut = on ? null : ChannelsLast(weight.detach()).DetachFromDisposeScope();
    }

    public override Tensor forward(Tensor input)   // (B, Inputs, H, W) -> (B, Outputs, H, W)
    {
        using var scope = NewDisposeScope();
        return functional.conv2d(input, _laidOut?.to(input.dtype) ?? ChannelsLast(weight.to(input.dtype)), padding: [_padding, _padding]).MoveToOuterDisposeScope();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _laidOut?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The same values, laid out in memory with the channels of one place side by side.</summary>
    public static Tensor ChannelsLast(Tensor weight) => weight.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);   // (O, I, K, K) -> (O, I, K, K)
}
