using static TorchSharp.torch;

namespace ImageCodes.Model.Codes.Coders;

/// <summary>
/// Bits are the signs of weighted sums, that is, the sides of planes on which a vector lies; or of the sums' cosines, which cut space into
/// stripes.
/// </summary>
public sealed class ProjectionCoder : IBinaryCoder
{
    /// <param name="directions">(D, Bits): the weights of a sum in each column.</param>
    /// <param name="offsets">(Bits): added to the sums.</param>
    /// <param name="waves">Whether the cosines of the sums count.</param>
    public ProjectionCoder(Tensor directions, Tensor offsets, bool waves = false) =>
        (Directions, Offsets, Waves) = (directions.MoveToOuterDisposeScope().DetachFromDisposeScope(), offsets.MoveToOuterDisposeScope().DetachFromDisposeScope(), waves);

    public int Bits => (int)Directions.shape[1];

    /// <summary>(D, Bits).</summary>
    internal Tensor Directions { get; }

    /// <summary>(Bits).</summary>
    internal Tensor Offsets { get; }

    internal bool Waves { get; }

    /// <summary>Planes that meet in one point.</summary>
    /// <param name="middle">(D).</param>
    /// <param name="directions">(D, Bits): a column a plane, to whose side a bit is 1.</param>
    public static ProjectionCoder Through(Tensor middle, Tensor directions)
    {
        using var scope = NewDisposeScope();
        return new ProjectionCoder(directions.alias(), -middle.unsqueeze(0).mm(directions).squeeze(0));
    }

    /// <summary>The numbers whose signs are the bits: (N, D) to (N, Bits).</summary>
    public Tensor Project(Tensor vectors)
    {
        using var scope = NewDisposeScope();
        var sums = addmm(Offsets, vectors, Directions, 1, 1);
        return (Waves ? sums.cos() : sums).MoveToOuterDisposeScope();
    }

    public IReadOnlyList<BinaryCode> Encode(Tensor vectors)
    {
        using var projected = Project(vectors);
        return Signs.ToCodes(projected);
    }

    public void Dispose()
    {
        Directions.Dispose();
        Offsets.Dispose();
    }
}
