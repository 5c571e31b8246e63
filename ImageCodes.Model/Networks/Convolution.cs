using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageCodes.Model.Networks;

/// <summary>
/// A convolution whose weights stay in float32 and are cast to the input's type as they are used, so that one network
/// trains in bfloat16 and answers in float32. Channels-last by strides, which the CPU's kernels prefer.
/// </summary>
internal sealed class Convolution : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly int _stride;
    private readonly int _padding;

    public Convolution(int inputs, int outputs, int kernel, int stride = 1)
        : base(nameof(Convolution))
    {
        _stride = stride;
        _padding = kernel / 2;
        weight = new Parameter(empty(outputs, inputs, kernel, kernel));
        init.kaiming_normal_(weight, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)   // (B, Inputs, H, W) -> (B, Outputs, H / stride, W / stride)
    {
        using var scope = NewDisposeScope();
        var kernel = weight.to(input.dtype).permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        return functional.conv2d(input, kernel, strides: [_stride, _stride], padding: [_padding, _padding]).MoveToOuterDisposeScope();
    }
}
