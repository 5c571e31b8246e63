using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageCodes.Model.Networks;

/// <summary>Halves the picture's side, then refines it by one residual pair of convolutions (He et al. 2016).</summary>
internal sealed class ResidualStage : Module<Tensor, Tensor>
{
    private readonly Convolution shrink;
    private readonly BatchNorm2d shrinkNorm;
    private readonly Convolution first;
    private readonly BatchNorm2d firstNorm;
    private readonly Convolution second;
    private readonly BatchNorm2d secondNorm;

    public ResidualStage(int inputs, int outputs)
        : base(nameof(ResidualStage))
    {
        shrink = new Convolution(inputs, outputs, kernel: 3, stride: 2);
        shrinkNorm = BatchNorm2d(outputs);
        first = new Convolution(outputs, outputs, kernel: 3);
        firstNorm = BatchNorm2d(outputs);
        second = new Convolution(outputs, outputs, kernel: 3);
        secondNorm = BatchNorm2d(outputs);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)   // (B, Inputs, S, S) -> (B, Outputs, S / 2, S / 2)
    {
        using var scope = NewDisposeScope();
        var small = shrinkNorm.forward(shrink.forward(input)).relu_();
        var refined = firstNorm.forward(first.forward(small)).relu_();
        return (secondNorm.forward(second.forward(refined)) + small).relu_().MoveToOuterDisposeScope();
    }
}
