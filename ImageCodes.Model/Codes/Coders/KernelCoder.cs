using static TorchSharp.torch;

namespace ImageCodes.Model.Codes.Coders;

/// <summary>Bits are signs of weighted sums of nearness to anchors.</summary>
public sealed class KernelCoder : IBinaryCoder
{
    private readonly AnchorKernel _kernel;
    private readonly Tensor _projection;   // (Anchors, Bits)

    internal KernelCoder(AnchorKernel kernel, Tensor projection) => (_kernel, _projection) = (kernel, projection.DetachFromDisposeScope());

    public int Bits => (int)_projection.shape[1];

    public IReadOnlyList<BinaryCode> Encode(Tensor vectors)
    {
        using var scope = NewDisposeScope();
        return Signs.ToCodes(_kernel.Of(vectors).mm(_projection));
    }

    public void Dispose()
    {
        _kernel.Dispose();
        _projection.Dispose();
    }
}
