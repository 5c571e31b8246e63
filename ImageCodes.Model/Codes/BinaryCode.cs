using System.Collections.Immutable;
using System.Globalization;

namespace ImageCodes.Model.Codes;

/// <summary>
/// The signs of one picture's activations, packed 64 to a word. Bit 0 is the first bit of the code: the highest bit of
/// the first word and of the first hexadecimal digit. Bits past <see cref="Bits"/> in the last word are zero.
/// </summary>
public readonly struct BinaryCode : IEquatable<BinaryCode>
{
    /// <summary>The longest code that is accepted, in bits.</summary>
    public const int MaxBits = 4_096;

    private readonly ImmutableArray<ulong> _words;

    private BinaryCode(int bits, ImmutableArray<ulong> words)
    {
        Bits = bits;
        _words = words;
    }

    /// <summary>The length of the code, 1 to <see cref="MaxBits"/>; 0 for the default value.</summary>
    public int Bits { get; }

    public ReadOnlySpan<ulong> Words => _words.AsSpan();

    /// <summary>Bit <paramref name="index"/>, 0 to <see cref="Bits"/> - 1.</summary>
    public bool this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Bits);
            return (_words[index >> 6] << (index & 63) >> 63) != 0;
        }
    }

    /// <summary>How many words a code of <paramref name="bits"/> bits fills.</summary>
    public static int WordsFor(int bits) => (bits + 63) >> 6;

    /// <summary>The bits of word <paramref name="word"/> that belong to a code of <paramref name="bits"/> bits.</summary>
    public static ulong MaskFor(int bits, int word) =>
        bits - (word << 6) >= 64 ? ulong.MaxValue : ~(ulong.MaxValue >> (bits - (word << 6)));

    /// <summary>Sets bit i where activation i is positive; zero stays 0.</summary>
    public static BinaryCode FromSigns(ReadOnlySpan<float> activations)
    {
        ThrowIfLengthIsWrong(activations.Length);
        var words = new ulong[WordsFor(activations.Length)];
        for (var i = 0; i < activations.Length; i++)
        {
            if (activations[i] > 0) words[i >> 6] |= 1UL << (63 - (i & 63));
        }

        return new BinaryCode(activations.Length, ImmutableArray.Create(words));
    }

    /// <summary>-1 for each bit that is 0, +1 for each that is 1.</summary>
    public float[] ToSigns()
    {
        var signs = new float[Bits];
        for (var bit = 0; bit < Bits; bit++) signs[bit] = this[bit] ? 1 : -1;
        return signs;
    }

    /// <summary>Takes the first <paramref name="bits"/> bits of <paramref name="words"/>.</summary>
    public static BinaryCode FromWords(int bits, ReadOnlySpan<ulong> words)
    {
        ThrowIfLengthIsWrong(bits);
        if (words.Length < WordsFor(bits))
            throw new ArgumentException($"A code of {bits} bits fills {WordsFor(bits)} words; got {words.Length}.", nameof(words));
        var kept = words[..WordsFor(bits)].ToArray();
        kept[^1] &= MaskFor(bits, kept.Length - 1);
        return new BinaryCode(bits, ImmutableArray.Create(kept));
    }

    /// <summary>Reads the bytes that <see cref="ToBytes"/> wrote: the first bit is the highest of the first byte.</summary>
    public static BinaryCode FromBytes(ReadOnlySpan<byte> bytes) => Parse(Convert.ToHexString(bytes));

    /// <summary>Reads four bits from each hexadecimal digit, the highest first.</summary>
    /// <exception cref="FormatException">The text is empty, too long, or holds something else than hexadecimal digits.</exception>
    public static BinaryCode Parse(ReadOnlySpan<char> hex)
    {
        if (hex.Length is 0 or > MaxBits / 4)
            throw new FormatException($"A code has 1 to {MaxBits / 4} hexadecimal digits; got {hex.Length}.");
        var words = new ulong[WordsFor(hex.Length * 4)];
        for (var word = 0; word < words.Length; word++)
        {
            var digits = hex.Slice(word * 16, Math.Min(16, hex.Length - word * 16));
            if (!ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
                throw new FormatException($"A code is written in hexadecimal digits; got '{digits}'.");
            words[word] = value << (4 * (16 - digits.Length));
        }

        return new BinaryCode(hex.Length * 4, ImmutableArray.Create(words));
    }

    /// <summary>The first <paramref name="bits"/> bits: in a nested code, a code of its own.</summary>
    public BinaryCode Prefix(int bits)
    {
        if (bits == Bits) return this;
        if (bits < 1 || bits > Bits)
            throw new ArgumentOutOfRangeException(nameof(bits), $"A code of {Bits} bits has no prefix of {bits} bits.");
        return FromWords(bits, Words);
    }

    /// <summary>The same code with one bit the other way.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The code has no such bit.</exception>
    public BinaryCode Flip(int index)
    {
        if (index < 0 || index >= Bits)
            throw new ArgumentOutOfRangeException(nameof(index), $"A code of {Bits} bits has bits 0 to {Bits - 1}; got {index}.");
        return new BinaryCode(Bits, _words.SetItem(index >> 6, _words[index >> 6] ^ 1UL << (63 - (index & 63))));
    }

    /// <summary>In how many bits the two codes differ (Hamming distance), 0 to <see cref="Bits"/>.</summary>
    /// <exception cref="ArgumentException">The codes differ in length.</exception>
    public int DistanceTo(BinaryCode other)
    {
        if (Bits != other.Bits)
            throw new ArgumentException($"Codes of different lengths have no distance: {Bits} bits and {other.Bits} bits.", nameof(other));
        return Hamming.Distance(Words, other.Words);
    }

    /// <summary>The code in bytes, the first bit the highest of the first byte. Its length is a multiple of 8 bits.</summary>
    public byte[] ToBytes()
    {
        if (Bits % 8 != 0) throw new InvalidOperationException($"A code of {Bits} bits does not fill whole bytes.");
        return Convert.FromHexString(ToString());
    }

    /// <summary>Hexadecimal digits, the first bit the highest of the first digit.</summary>
    public override string ToString() =>
        string.Create((Bits + 3) / 4, this, static (text, code) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = "0123456789abcdef"[(int)(code._words[i >> 4] >> (60 - 4 * (i & 15)) & 15)];
        });

    public bool Equals(BinaryCode other) => Bits == other.Bits && Words.SequenceEqual(other.Words);

    public override bool Equals(object? obj) => obj is BinaryCode other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var word in Words) hash.Add(word);
        return hash.ToHashCode();
    }

    public static bool operator ==(BinaryCode left, BinaryCode right) => left.Equals(right);

    public static bool operator !=(BinaryCode left, BinaryCode right) => !left.Equals(right);

    private static void ThrowIfLengthIsWrong(int bits)
    {
        if (bits is < 1 or > MaxBits)
            throw new ArgumentOutOfRangeException(nameof(bits), $"A code has 1 to {MaxBits} bits; got {bits}.");
    }
}
