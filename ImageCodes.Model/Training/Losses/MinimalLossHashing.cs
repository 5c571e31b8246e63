using static TorchSharp.torch;

namespace ImageCodes.Model.Training.Losses;

/// <summary>
/// Minimal loss hashing, MLH (Norouzi and Fleet 2011): a hinge loss of the Hamming distances of pairs, bounded from above by what the worst
/// pair of codes would lose that the activations almost agree with. The bound is max over codes g, g' of loss(g, g') + g·f + g'·f' less
/// what the signs of f and f' give; the best codes with a number of differing bits are found exactly.
/// </summary>
internal static class MinimalLossHashing
{
    private const double RadiusShare = 0.35;   // ρ: pairs of a kind should differ in fewer bits than this share, others in more
    private const double OthersWeight = 0.5;   // λ

    /// <param name="activations">(P, 2, Bits), any numbers, of pairs; their signs are the codes.</param>
    /// <param name="alike">(P), true for pairs that should be near.</param>
    /// <returns>The mean of the bound over pairs.</returns>
    public static Tensor Loss(Tensor activations, Tensor alike)
    {
        using var scope = NewDisposeScope();
        var bits = activations.shape[2];
        var (first, second) = (activations[.., 0], activations[.., 1]);   // (P, Bits)
        var (codes, others) = Worst(first.detach(), second.detach(), Losses(alike, bits));
        var loss = Losses(alike, bits).gather(1, codes.ne(others).sum(1, keepdim: true)).squeeze(1);
        var bound = loss + (codes * first + others * second).sum(1) - first.abs().sum(1) - second.abs().sum(1);
        return bound.mean().MoveToOuterDisposeScope();
    }

    /// <summary>What a pair loses by the number of bits in which it differs, 0 to Bits: (P, Bits + 1).</summary>
    internal static Tensor Losses(Tensor alike, long bits)
    {
        using var scope = NewDisposeScope();
        var (distances, radius) = (arange(bits + 1, dtype: ScalarType.Float32), RadiusShare * bits);
        var (near, far) = ((distances - radius + 1).clamp_min(0), (radius - distances + 1).clamp_min(0) * OthersWeight);
        return where(alike.unsqueeze(1), near, far).MoveToOuterDisposeScope();
    }

    /// <summary>The codes of each pair that lose most and agree most with the activations: both (P, Bits), of -1 and +1.</summary>
    private static (Tensor First, Tensor Second) Worst(Tensor first, Tensor second, Tensor losses)
    {
        using var scope = NewDisposeScope();
        var (sum, difference) = (first + second, first - second);
        // A bit that is the same in both agrees by |f + f'|, one that differs by |f - f'|: those that gain most by differing differ first.
        var (gains, order) = (difference.abs() - sum.abs()).sort(1, descending: true);
        var agreement = cat([zeros(first.shape[0], 1), gains.cumsum(1)], 1);   // (P, Bits + 1), by how many differ
        var differing = (agreement + losses).argmax(1, keepdim: true);
        var differs = order.argsort(1).lt(differing);   // a bit's rank by gain
        var of = where(differs, difference, sum).gt(0).to(ScalarType.Float32) * 2 - 1;
        return (of.MoveToOuterDisposeScope(), where(differs, -of, of).MoveToOuterDisposeScope());
    }
}
