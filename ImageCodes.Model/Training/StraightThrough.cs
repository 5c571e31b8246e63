using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>Bits forward, activations backward (Krizhevsky and Hinton 2011; Bengio et al. 2013).</summary>
internal static class StraightThrough
{
    private const double HardFrom = 0.8;

    /// <summary>
    /// How hard activations are when so much of a training is done, 0 to 1: more and more so, and bits from a share of it on, by default
    /// four fifths.
    /// </summary>
    public static double HardnessAt(double done, double softShare = HardFrom) => Math.Min(1, done / (softShare + 1e-12));

    /// <summary>
    /// Between the activations (hardness 0) and their signs, -1 where the activation is at most 0, else +1 (hardness 1);
    /// the gradient passes unchanged.
    /// </summary>
    public static Tensor Harden(Tensor activations, double hardness)   // (B, Bits) -> (B, Bits)
    {
        using var scope = NewDisposeScope();
        var signs = activations.gt(0).to(float32) * 2 - 1;
        return ((signs - activations).detach() * hardness + activations).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Keeps, of each code, a prefix drawn from <paramref name="prefixes"/> and sets the rest to 0 (nested dropout: Rippel et
    /// al. 2014), so that the first bits learn to say the most.
    /// </summary>
    public static Tensor NestedDropout(Tensor codes, IReadOnlyList<int> prefixes, Generator random)   // (B, Bits) -> (B, Bits)
    {
        using var scope = NewDisposeScope();
        var lengths = tensor(prefixes.Select(prefix => (long)prefix).ToArray())[randint(prefixes.Count, codes.shape[0], generator: random)].unsqueeze(1);   // (B, 1)
        return (codes * arange(codes.shape[1]).unsqueeze(0).lt(lengths).to(float32)).MoveToOuterDisposeScope();
    }
}
