using static TorchSharp.torch;

namespace ImageCodes.Model.Codes.Coders;

/// <summary>Least squares with a little ridge (Hoerl and Kennard 1970), so that columns that say the same can be solved for.</summary>
internal static class LeastSquares
{
    private const double Ridge = 1e-3;   // of the columns' mean square

    /// <summary>The weights by which columns come nearest to others.</summary>
    /// <param name="columns">(N, C).</param>
    /// <param name="others">(N, D).</param>
    /// <returns>(C, D).</returns>
    public static Tensor Fit(Tensor columns, Tensor others)
    {
        using var scope = NewDisposeScope();
        var gram = columns.t().mm(columns).to(ScalarType.Float64);
        var ridge = eye(gram.shape[0], dtype: ScalarType.Float64) * (Ridge * gram.diagonal().mean().item<double>());
        return linalg.solve(gram + ridge, columns.t().mm(others).to(ScalarType.Float64)).to(others.dtype).MoveToOuterDisposeScope();
    }
}
