using static TorchSharp.torch;

namespace ImageCodes.Model.Codes.Coders;

/// <summary>
/// Iterative quantization, ITQ (Gong and Lazebnik 2011): principal components, turned so that the corners of the cube to which
/// their signs round them are as near as can be.
/// </summary>
public static class IterativeQuantization
{
    private const int Turns = 50;

    /// <param name="vectors">(N, D).</param>
    /// <param name="bits">1 to D.</param>
    /// <param name="seed">Seeds the first turn.</param>
    public static LinearCoder Learn(Tensor vectors, int bits, int seed)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)seed);
        var (mean, directions) = PrincipalDirections.Of(vectors, bits);
        var components = (vectors - mean).mm(directions);   // (N, Bits)
        var (turn, _) = linalg.qr(randn([bits, bits], dtype: vectors.dtype, generator: random));
        for (var i = 0; i < Turns; i++)
        {
            using var step = NewDisposeScope();
            // Corners for this turn, then the turn that is nearest to these corners (Schönemann 1966).
            var corners = components.mm(turn).sign();
            var (left, _, right) = linalg.svd(corners.t().mm(components), fullMatrices: false);   // right is transposed already
            var next = right.t().mm(left.t());
            turn.Dispose();
            turn = next.MoveToOuterDisposeScope();
        }

        return new LinearCoder(mean, directions.mm(turn));
    }
}
