using System.Numerics;
using System.Runtime.Intrinsics.X86;
using ImageCodes.Model.Codes;

namespace ImageCodes.Model.Search;

/// <summary>Some bits of one word of a code: the part by which a table of multi-index hashing finds it.</summary>
/// <param name="Word">Of the code.</param>
/// <param name="Mask">The bits.</param>
internal readonly record struct CodeChunk(int Word, ulong Mask)
{
    /// <summary>The longest key: a table has an entry for each of its values.</summary>
    public const int MostBits = 24;

    private const int SampledRows = 4_096;
    private const int SampledWords = 1 << 14;
    private const double LeastFullness = 8;   // entries of a value, which are compared at once

    public int Bits => BitOperations.PopCount(Mask);

    /// <summary>The chunk's bits of a word, moved together.</summary>
    public uint Key(ulong word)
    {
        if (Bmi2.X64.IsSupported) return (uint)Bmi2.X64.ParallelBitExtract(word, Mask);
        var key = 0U;
        var place = 0;
        for (var left = Mask; left != 0; left &= left - 1, place++)
        {
            if ((word & left & (0 - left)) != 0) key |= 1U << place;
        }

        return key;
    }

    /// <summary>
    /// Cuts codes into chunks of about log2(rows) - 3 bits, in each word bits that vary together into different ones: a chunk
    /// whose bits repeat each other has few values, and long lists for them. Where lists are short even so, as of codes that are near to
    /// nothing, codes of one word have a chunk more: shorter ones have fewer values to look up. Of longer codes like that, the scan is
    /// quicker anyway.
    /// </summary>
    /// <param name="rows">What will be searched.</param>
    /// <param name="bits">How many of the first bits.</param>
    public static CodeChunk[] Choose(CodeRows rows, int bits)
    {
        var usual = Math.Clamp(Math.Log2(Math.Max(2, rows.Count)) - 3, 4, MostBits);
        var chunks = new List<CodeChunk>();
        for (var word = 0; word * 64 < bits; word++)
        {
            var length = Math.Min(64, bits - word * 64);
            var count = Math.Max((int)Math.Round(length / usual), (length + MostBits - 1) / MostBits);
            var parts = Parts(count);
            chunks.AddRange(bits <= 64 && FullnessNearby(rows, parts) < LeastFullness ? Parts(count + 1) : parts);

            List<CodeChunk> Parts(int some) => [.. Part(rows, word, length, Math.Min(some, length)).Select(mask => new CodeChunk(word, mask))];
        }

        return [.. chunks];
    }

    /// <summary>How many entries a value has that differs in one bit from that of a row, at the mean, by a sample of the rows.</summary>
    private static double FullnessNearby(CodeRows rows, List<CodeChunk> chunks)
    {
        var sample = new ulong[Math.Min(SampledWords, rows.Count)];
        for (var i = 0; i < sample.Length; i++) sample[i] = rows.Word((int)((long)i * rows.Count / sample.Length), chunks[0].Word);
        return chunks.Average(chunk => chunk.FullnessNearby(sample)) * rows.Count / sample.Length;
    }

    /// <summary>How many of some words have a value that differs in one bit from that of one of them, at the mean.</summary>
    private double FullnessNearby(ulong[] words)
    {
        var counts = words.CountBy(Key).ToDictionary();
        var nearby = 0L;
        foreach (var (key, count) in counts)
        {
            for (var bit = 0; bit < Bits; bit++) nearby += (long)count * counts.GetValueOrDefault(key ^ 1U << bit);
        }

        return (double)nearby / words.Length / Bits;
    }

    private static ulong[] Part(CodeRows rows, int word, int length, int count)
    {
        var correlations = Correlations(rows, word, length);
        var masks = new ulong[count];
        var room = Enumerable.Range(0, count).Select(chunk => length * (chunk + 1) / count - length * chunk / count).ToArray();
        // Those that go together with many others choose first.
        foreach (var bit in Enumerable.Range(0, length).OrderByDescending(bit => Enumerable.Range(0, length).Sum(other => correlations[bit, other])))
        {
            var best = Enumerable.Range(0, count).Where(chunk => room[chunk] > 0)
                .MinBy(chunk => Enumerable.Range(0, length).Where(other => (masks[chunk] & Bit(other)) != 0).Sum(other => correlations[bit, other]));
            masks[best] |= Bit(bit);
            room[best]--;
        }

        return masks;
    }

    private static ulong Bit(int place) => 1UL << (63 - place);

    /// <summary>
    /// How strongly each pair of a word's bits goes together over some rows, 0 to 1; a bit that never varies goes with all.
    /// </summary>
    private static double[,] Correlations(CodeRows rows, int word, int length)
    {
        var sampled = Math.Min(SampledRows, rows.Count);
        var codes = new BinaryCode[sampled];
        Span<ulong> code = stackalloc ulong[word + 1];
        for (var i = 0; i < sampled; i++)
        {
            rows.CopyCode((int)((long)i * rows.Count / sampled), code);
            codes[i] = BinaryCode.FromWords(length, code[word..]);
        }

        var columns = BitColumns.Of(length, codes);
        var correlations = new double[length, length];
        for (var a = 0; a < length; a++)
        {
            for (var b = 0; b < a; b++)
                correlations[a, b] = correlations[b, a] = columns.Correlation(a, b) is var together && double.IsNaN(together) ? 1 : together * together;
        }

        return correlations;
    }
}
