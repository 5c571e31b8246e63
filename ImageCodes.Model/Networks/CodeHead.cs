using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageCodes.Model.Networks;

/// <summary>
/// Projects features to one activation a bit. Batch normalisation without scale or shift puts each bit's threshold at
/// its mean over the pictures, which balances the bits; tanh bounds how sure a bit can be.
/// </summary>
internal sealed class CodeHead : Module<Tensor, Tensor>
{
    private readonly Linear project;
    private readonly BatchNorm1d balance;

    public CodeHead(int features, int bits)
        : base(nameof(CodeHead))
    {
        project = Linear(features, bits, hasBias: false);
        balance = BatchNorm1d(bits, affine: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor features)   // (B, Features) -> (B, Bits), each in (-1, 1)
    {
        using var scope = NewDisposeScope();
        return balance.forward(project.forward(features)).tanh().MoveToOuterDisposeScope();
    }
}
