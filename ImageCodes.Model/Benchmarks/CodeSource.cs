using System.Buffers.Binary;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;

namespace ImageCodes.Model.Benchmarks;

/// <summary>
/// Where the codes of a benchmark come from: a first code, the next, and so on: without an end where they are drawn, else to the last that
/// there is.
/// </summary>
public abstract class CodeSource
{
    /// <param name="bits">Length of the codes.</param>
    protected CodeSource(int bits) => Bits = bits;

    public int Bits { get; }

    /// <summary>Every bit is the toss of a coin: no two codes are near, and nothing helps but to compare. The worst case.</summary>
    public static CodeSource Uniform(int bits, int seed) => new UniformCodes(bits, seed);

    /// <summary>
    /// Clusters of very unequal sizes, skewed and correlated bits, some of them less reliable: what learned codes are like.
    /// </summary>
    /// <param name="bits">Length of the codes.</param>
    /// <param name="clusters">How many clusters there are.</param>
    /// <param name="seed">Seeds all draws.</param>
    public static CodeSource Clustered(int bits, int clusters, int seed) => new ClusteredCodes(bits, clusters, seed);

    /// <summary>Codes that are there already, one after the other.</summary>
    public static CodeSource Of(IReadOnlyList<BinaryCode> codes) => new GivenCodes(codes);

    /// <summary>All codes of a file of words of 64 bits, the lowest byte first, one code after the other.</summary>
    /// <exception cref="InvalidDataException">The file does not hold whole codes.</exception>
    public static (CodeSource Codes, int Count) File(string path, int bits)
    {
        var each = BinaryCode.WordsFor(bits);
        var bytes = new FileInfo(path).Length;
        if (bytes == 0 || bytes % (8 * each) != 0)
            throw new InvalidDataException($"'{path}' has {bytes:N0} bytes; codes of {bits} bits take {8 * each} bytes each.");
        return (new FileCodes(path, bits), checked((int)(bytes / (8 * each))));
    }

    /// <summary>Makes the next code.</summary>
    public abstract void Draw(Span<ulong> words);   // ceil(Bits / 64)

    /// <summary>The next codes as queries whose activations are not known.</summary>
    public IReadOnlyList<PictureCode> Queries(int count)
    {
        var words = new ulong[BinaryCode.WordsFor(Bits)];
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            Draw(words);
            return new PictureCode(BinaryCode.FromWords(Bits, words));
        })];
    }

    /// <summary>The next codes with ids, a part of them.</summary>
    public CodeBatch Batch(long firstId, int count)
    {
        var batch = new CodeBatch(Bits);
        Span<ulong> words = stackalloc ulong[BinaryCode.WordsFor(Bits)];
        for (var i = 0; i < count; i++)
        {
            Draw(words);
            batch.Add(firstId + i, words);
        }

        return batch;
    }

    private sealed class UniformCodes(int bits, int seed) : CodeSource(bits)
    {
        private readonly Random _random = new(seed);

        public override void Draw(Span<ulong> words) => _random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(words));
    }

    private sealed class GivenCodes(IReadOnlyList<BinaryCode> codes) : CodeSource(codes[0].Bits)
    {
        private int _next;

        public override void Draw(Span<ulong> words) => codes[_next++].Words.CopyTo(words);
    }

    private sealed class FileCodes(string path, int bits) : CodeSource(bits)
    {
        private readonly FileStream _file = System.IO.File.OpenRead(path);

        public override void Draw(Span<ulong> words)
        {
            _file.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(words));
            if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(words, words);
        }
    }
}
