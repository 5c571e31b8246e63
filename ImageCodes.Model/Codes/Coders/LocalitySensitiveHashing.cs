using static TorchSharp.torch;

namespace ImageCodes.Model.Codes.Coders;

/// <summary>
/// Random planes through the mean: two vectors differ in a bit as often as the angle between them is of half a turn (Charikar 2002).
/// </summary>
public static class LocalitySensitiveHashing
{
    /// <param name="vectors">(N, D): their mean is where the planes meet.</param>
    /// <param name="bits">1 or more.</param>
    /// <param name="seed">Seeds the planes.</param>
    public static ProjectionCoder Learn(Tensor vectors, int bits, int seed)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)seed);
        return ProjectionCoder.Through(vectors.mean([0L]), randn([vectors.shape[1], bits], dtype: vectors.dtype, generator: random));
    }
}
