using ImageCodes.Model.Codes;

namespace ImageCodes.Model.Search;

/// <summary>Codes of one length with their ids, packed: what is added to an index.</summary>
public sealed class CodeBatch
{
    private readonly List<long> _ids = [];
    private ulong[] _words = [];

    /// <param name="bits">Length of the codes, 1 to <see cref="BinaryCode.MaxBits"/>.</param>
    public CodeBatch(int bits)
    {
        if (bits is < 1 or > BinaryCode.MaxBits)
            throw new ArgumentOutOfRangeException(nameof(bits), $"A code has 1 to {BinaryCode.MaxBits} bits; got {bits}.");
        (Bits, WordsEach) = (bits, BinaryCode.WordsFor(bits));
    }

    /// <exception cref="ArgumentException">The codes are of different lengths.</exception>
    public CodeBatch(int bits, IEnumerable<KeyValuePair<long, BinaryCode>> codes)
        : this(bits)
    {
        foreach (var (id, code) in codes) Add(id, code);
    }

    public int Bits { get; }

    public int Count => _ids.Count;

    internal int WordsEach { get; }

    /// <exception cref="ArgumentException">The code has another length.</exception>
    public void Add(long id, BinaryCode code)
    {
        if (code.Bits != Bits) throw new ArgumentException($"The batch holds {Bits}-bit codes; got {code.Bits} bits.", nameof(code));
        Add(id, code.Words);
    }

    /// <param name="id">Of the picture.</param>
    /// <param name="words">The first bits of as many words as the length fills; see <see cref="BinaryCode.Words"/>.</param>
    public void Add(long id, ReadOnlySpan<ulong> words)
    {
        if (words.Length < WordsEach)
            throw new ArgumentException($"A code of {Bits} bits fills {WordsEach} words; got {words.Length}.", nameof(words));
        var start = _ids.Count * WordsEach;
        if (start + WordsEach > _words.Length) Array.Resize(ref _words, (int)Math.Clamp(2L * _words.Length, 64 * WordsEach, Array.MaxLength));
        words[..WordsEach].CopyTo(_words.AsSpan(start));
        _words[start + WordsEach - 1] &= BinaryCode.MaskFor(Bits, WordsEach - 1);
        _ids.Add(id);
    }

    internal long IdOf(int place) => _ids[place];

    internal ReadOnlySpan<ulong> Code(int place) => _words.AsSpan(place * WordsEach, WordsEach);

    /// <summary>The places of the batch by rising id; of those with one id the last.</summary>
    internal List<int> ByRisingId()
    {
        var order = Enumerable.Range(0, Count).ToList();
        for (var i = 1; i < Count; i++)
        {
            if (_ids[i] > _ids[i - 1]) continue;
            // A stable order, so that the last of equals is the one that was added last.
            var sorted = order.OrderBy(place => _ids[place]).ToList();
            return [.. sorted.Where((place, at) => at + 1 == sorted.Count || _ids[sorted[at + 1]] != _ids[place])];
        }

        return order;
    }
}
