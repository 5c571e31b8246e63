using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageCodes.Model.Networks;

/// <summary>A convolution, the picture at half its side, and another convolution; both normalised over the batch.</summary>
internal sealed class ConvolutionStage : Module<Tensor, Tensor>
{
    private readonly Convolution first;
    private readonly BatchNorm2d firstNorm;
    private readonly Convolution second;
    private readonly BatchNorm2d secondNorm;

    public ConvolutionStage(int inputs, int outputs)
        : base(nameof(ConvolutionStage))
    {
        first = new Convolution(inputs, outputs, kernel: 3);
        firstNorm = BatchNorm2d(outputs);
        second = new Convolution(outputs, outputs, kernel: 3);
        secondNorm = BatchNorm2d(outputs);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)   // (B, Inputs, S, S) -> (B, Outputs, S / 2, S / 2)
    {
        using var scope = NewDisposeScope();
        var half = functional.gelu(firstNorm.forward(functional.max_pool2d(first.forward(input), 2)));
        return functional.gelu(secondNorm.forward(second.forward(half))).MoveToOuterDisposeScope();
    }
}
