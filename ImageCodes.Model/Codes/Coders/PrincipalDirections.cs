using static TorchSharp.torch;

namespace ImageCodes.Model.Codes.Coders;

/// <summary>Principal component analysis (Pearson 1901; Hotelling 1933).</summary>
public static class PrincipalDirections
{
    /// <summary>The mean, and the directions in which vectors differ most, the widest first.</summary>
    /// <param name="vectors">(N, D).</param>
    /// <param name="count">How many directions, 1 to D.</param>
    /// <returns>(D) and (D, <paramref name="count"/>), orthonormal columns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many directions.</exception>
    public static (Tensor Mean, Tensor Directions) Of(Tensor vectors, int count)
    {
        if (count < 1 || count > vectors.shape[1])
            throw new ArgumentOutOfRangeException(
                nameof(count), $"Vectors of {vectors.shape[1]} numbers have 1 to {vectors.shape[1]} principal directions; got {count}.");
        using var scope = NewDisposeScope();
        var mean = vectors.mean([0L]);
        var centred = (vectors - mean).to(ScalarType.Float64);
        return (mean.MoveToOuterDisposeScope(), OfCovariance(centred.t().mm(centred) / vectors.shape[0], count).to(vectors.dtype).MoveToOuterDisposeScope());
    }

    /// <summary>The directions of what is known by its covariance, or by its second moments about 0, (D, D).</summary>
    internal static Tensor OfCovariance(Tensor covariance, int count)   // (D, Count)
    {
        using var scope = NewDisposeScope();
        var (_, directions) = linalg.eigh(covariance);   // columns, the widest last
        return directions.flip(1)[.., ..count].contiguous().MoveToOuterDisposeScope();
    }
}
