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
    public static ProjectionCoder Learn(Tensor vectors, int bits, int seed) => Learn(vectors, [bits], seed);

    /// <summary>
    /// A code whose beginnings are codes too. The shortest is as by Gong and Lazebnik; each longer one keeps the bits of the one before and
    /// adds those of the turned principal components of what these bits do not tell: of the vectors less what least squares make of the
    /// bits. (Of the principal components that are left, hardly any vary: they were worse bits.)
    /// </summary>
    /// <param name="vectors">(N, D).</param>
    /// <param name="prefixes">Lengths, ascending; the last is the whole, 1 to D.</param>
    /// <param name="seed">Seeds the first turns.</param>
    public static ProjectionCoder Learn(Tensor vectors, IReadOnlyList<int> prefixes, int seed)
    {
        using var scope = NewDisposeScope();
        var mean = vectors.mean([0L]);
        var centred = vectors - mean;
        var planes = zeros(vectors.shape[1], 0, dtype: vectors.dtype);   // (D, Bits so far)
        foreach (var prefix in prefixes)
        {
            var bits = centred.mm(planes).sign();
            var untold = planes.shape[1] == 0 ? centred : centred - bits.mm(LeastSquares.Fit(bits, centred));   // (N, D)
            var (_, directions) = PrincipalDirections.Of(untold, prefix - (int)planes.shape[1]);
            planes = cat([planes, directions.mm(Turn(centred.mm(directions), seed))], 1);
        }

        return ProjectionCoder.Through(mean, planes);
    }

    /// <summary>The turn that brings components and their corners nearest to each other.</summary>
    private static Tensor Turn(Tensor components, int seed)   // (N, P) -> (P, P)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)seed);
        var (turn, _) = linalg.qr(randn([components.shape[1], components.shape[1]], dtype: components.dtype, generator: random));
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

        return turn.MoveToOuterDisposeScope();
    }
}
