using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageCodes.Model.Networks;

/// <summary>
/// A convolution, the picture at half its side, and another convolution, each normalised over the batch; and, where it is
/// residual, a third that adds to their result (He et al. 2016), nothing at first, so that a deeper stage begins as easy to
/// learn as the others.
/// </summary>
internal sealed class ConvolutionStage : Module<Tensor, Tensor>
{
    private readonly Convolution first;
    private readonly BatchNorm2d firstNorm;
    private readonly Convolution second;
    private readonly BatchNorm2d secondNorm;
    private readonly Convolution? third;
    private readonly BatchNorm2d? thirdNorm;

    public ConvolutionStage(int inputs, int outputs, bool residual)
        : base(nameof(ConvolutionStage))
    {
        first = new Convolution(inputs, outputs, kernel: 3);
        firstNorm = BatchNorm2d(outputs);
        second = new Convolution(outputs, outputs, kernel: 3);
        secondNorm = BatchNorm2d(outputs);
        if (residual)
        {
            third = new Convolution(outputs, outputs, kernel: 3);
            thirdNorm = BatchNorm2d(outputs);
            init.zeros_(thirdNorm.weight);
        }

        RegisterComponents();
    }

    public override Tensor forward(Tensor input)   // (B, Inputs, S, S) -> (B, Outputs, S / 2, S / 2)
    {
        using var scope = NewDisposeScope();
        var half = functional.gelu(firstNorm.forward(first.ForwardHalved(input)));
        var found = functional.gelu(secondNorm.forward(second.forward(half)));
        if (third is not null && thirdNorm is not null) found = found.Plus(functional.gelu(thirdNorm.forward(third.forward(found))));
        return found.MoveToOuterDisposeScope();
    }
}
