using static TorchSharp.torch;

namespace ImageCodes.Model.Codes.Coders;

/// <summary>A bit a principal component: on which side of the mean a vector lies (Wang, Kumar and Chang 2010).</summary>
public static class PrincipalComponentHashing
{
    /// <param name="vectors">(N, D).</param>
    /// <param name="bits">1 to D.</param>
    public static ProjectionCoder Learn(Tensor vectors, int bits)
    {
        using var scope = NewDisposeScope();
        var (mean, directions) = PrincipalDirections.Of(vectors, bits);
        return ProjectionCoder.Through(mean, directions);
    }
}
