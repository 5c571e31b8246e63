using static TorchSharp.torch;

namespace ImageCodes.Model.Codes.Coders;

/// <summary>Bits are the sides of planes through one point on which a vector lies.</summary>
public sealed class LinearCoder : IBinaryCoder
{
    private readonly Tensor _middle;       // (D)
    private readonly Tensor _directions;   // (D, Bits)

    /// <param name="middle">(D): where all planes meet.</param>
    /// <param name="directions">(D, Bits): a column a plane, to whose side a bit is 1.</param>
    public LinearCoder(Tensor middle, Tensor directions) =>
        (_middle, _directions, Bits) = (middle.MoveToOuterDisposeScope().DetachFromDisposeScope(), directions.MoveToOuterDisposeScope().DetachFromDisposeScope(), (int)directions.shape[1]);

    public int Bits { get; }

    /// <summary>How far on which side of each plane: (N, Bits).</summary>
    public Tensor Project(Tensor vectors)
    {
        using var scope = NewDisposeScope();
        return (vectors - _middle).mm(_directions).MoveToOuterDisposeScope();
    }

    public IReadOnlyList<BinaryCode> Encode(Tensor vectors)
    {
        using var projected = Project(vectors);
        return Signs.ToCodes(projected);
    }

    public void Dispose()
    {
        _middle.Dispose();
        _directions.Dispose();
    }
}
