namespace ImageCodes.Model.Codes;

/// <summary>
/// A code together with the activations whose signs it is. The activations break ties between equal distances: see
/// <see cref="MarginTo"/>.
/// </summary>
public sealed class PictureCode
{
    private readonly ReadOnlyMemory<float> _activations;

    /// <summary>The code of <paramref name="activations"/>, one a bit, each in (-1, 1).</summary>
    public PictureCode(ReadOnlyMemory<float> activations)
        : this(BinaryCode.FromSigns(activations.Span), activations)
    {
    }

    /// <summary>A code whose activations are not known: every bit is as sure as every other.</summary>
    public PictureCode(BinaryCode code)
        : this(code, ReadOnlyMemory<float>.Empty)
    {
    }

    private PictureCode(BinaryCode code, ReadOnlyMemory<float> activations)
    {
        Code = code;
        _activations = activations;
    }

    public BinaryCode Code { get; }

    public int Bits => Code.Bits;

    /// <summary>One activation a bit, or none where they are not known.</summary>
    public ReadOnlySpan<float> Activations => _activations.Span;

    /// <summary>The first <paramref name="bits"/> bits with their activations.</summary>
    public PictureCode Prefix(int bits) =>
        bits == Bits ? this : new(Code.Prefix(bits), _activations.IsEmpty ? _activations : _activations[..bits]);

    /// <summary>The same code with some bits the other way, each as sure as before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The code has no such bit.</exception>
    public PictureCode Flip(IEnumerable<int> bits)
    {
        var (code, activations) = (Code, _activations.ToArray());
        foreach (var bit in bits)
        {
            code = code.Flip(bit);
            if (activations.Length > 0) activations[bit] = activations[bit] == 0 ? float.Epsilon : -activations[bit];   // 0 is the bit 0
        }

        return new PictureCode(code, activations);
    }

    /// <summary>
    /// A code on the way to another: activations on the straight line between those of both, so that each bit changes where it
    /// passes 0. Where activations are not known, the bits that differ change one after the other.
    /// </summary>
    /// <param name="other">Of the same length.</param>
    /// <param name="share">0 for this code, 1 for the other.</param>
    /// <exception cref="ArgumentException">The codes differ in length.</exception>
    public PictureCode Towards(PictureCode other, double share)
    {
        if (other.Bits != Bits) throw new ArgumentException($"There is no way between codes of {Bits} and of {other.Bits} bits.", nameof(other));
        if (!_activations.IsEmpty && !other._activations.IsEmpty)
            return new PictureCode(
                Enumerable.Range(0, Bits).Select(bit => (float)(_activations.Span[bit] * (1 - share) + other._activations.Span[bit] * share)).ToArray());
        var differing = Enumerable.Range(0, Bits).Where(bit => Code[bit] != other.Code[bit]).ToList();
        return new PictureCode(Code).Flip(differing.Take((int)Math.Round(differing.Count * share)));
    }

    /// <summary>
    /// The sum of |activation| over the bits in which <paramref name="stored"/> differs. Adding four times this sum to a constant
    /// gives the squared distance between the activations and the stored bits written as -1 and +1, so a smaller margin is a
    /// nearer picture (asymmetric distance: Gordo et al. 2014). 0 where the activations are not known.
    /// </summary>
    public double MarginTo(ReadOnlySpan<ulong> stored)
    {
        if (_activations.IsEmpty) return 0;
        var words = Code.Words;
        var activations = _activations.Span;
        var margin = 0.0;
        for (var word = 0; word < words.Length; word++)
        {
            var differing = (words[word] ^ stored[word]) & BinaryCode.MaskFor(Bits, word);
            for (; differing != 0; differing &= differing - 1)
                margin += Math.Abs(activations[(word << 6) + 63 - System.Numerics.BitOperations.TrailingZeroCount(differing)]);
        }

        return margin;
    }
}
