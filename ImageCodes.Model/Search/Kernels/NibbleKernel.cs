using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageCodes.Model.Search.Kernels;

/// <summary>
/// Compares blocks of 256 codes with many queries, four bits of 32 codes at a time: a block holds the four bits of a row as a byte of their
/// own, and a query is a table for each four bits, from the sixteen values that a row may have there to the number of bits in which it
/// differs. One instruction looks 32 rows up. Needs AVX2.
/// </summary>
internal readonly unsafe struct NibbleKernel : IBlockKernel
{
    private const int Line = 256;        // bytes of four bits of all rows
    private const int Table = 16;        // bytes of what a query says of four bits
    private const int NibblesAWord = 16;

    public static int Rows => 256;

    public static int MostBits => 512;   // of longer ones, most are further than a byte counts

    public static int MostCounted => byte.MaxValue;

    public static int BlockBytes(int bits) => Nibbles(bits) * Line;

    public static int QueryBytes(int bits) => Nibbles(bits) * Table;

    private static int Nibbles(int bits) => (bits + 3) / 4;

    public static void LayOut(ulong* column, int word, int bits, byte* block)
    {
        var first = word * NibblesAWord;
        var count = Math.Min(NibblesAWord, Nibbles(bits) - first);
        var low = Vector256.Create((byte)0x0f);
        var bytes = stackalloc Vector256<byte>[8];
        for (var rows = 0; rows < Rows; rows += Vector256<byte>.Count)
        {
            Transpose(column + rows, bytes);
            for (var nibble = 0; nibble < count; nibble++)
            {
                // Codes count their bits from the highest.
                var both = bytes[7 - nibble / 2];
                var four = ((nibble & 1) == 0 ? (both.AsUInt16() >>> 4).AsByte() : both) & low;
                four.StoreAligned(block + (first + nibble) * Line + rows);
            }
        }
    }

    public static void Ask(ReadOnlySpan<ulong> query, int bits, byte* asked)
    {
        for (var nibble = 0; nibble < Nibbles(bits); nibble++)
        {
            var own = (uint)(query[nibble / NibblesAWord] >> (60 - nibble % NibblesAWord * 4)) & 0xf;
            var counted = 0xfU << Math.Max(0, (nibble + 1) * 4 - bits);
            for (var value = 0U; value < Table; value++) asked[nibble * Table + value] = (byte)BitOperations.PopCount((value ^ own) & counted);
        }
    }

    public static bool Within(byte* block, byte* asked, int bits, int within, Span<ulong> near)
    {
        // Counts stop at what a byte holds.
        if (within >= Math.Min(bits, MostCounted))
        {
            near.Fill(ulong.MaxValue);
            return true;
        }

        var limit = Vector256.Create((byte)within);
        var (a, b, c, d) = (Vector256<byte>.Zero, Vector256<byte>.Zero, Vector256<byte>.Zero, Vector256<byte>.Zero);
        var (e, f, g, h) = (Vector256<byte>.Zero, Vector256<byte>.Zero, Vector256<byte>.Zero, Vector256<byte>.Zero);
        for (var left = Nibbles(bits); left > 0; left -= NibblesAWord)
        {
            for (var end = block + Math.Min(left, NibblesAWord) * Line; block < end; block += Line, asked += Table)
            {
                var table = Avx2.BroadcastVector128ToVector256(asked);
                a = Avx2.AddSaturate(a, Avx2.Shuffle(table, Vector256.LoadAligned(block)));
                b = Avx2.AddSaturate(b, Avx2.Shuffle(table, Vector256.LoadAligned(block + 32)));
                c = Avx2.AddSaturate(c, Avx2.Shuffle(table, Vector256.LoadAligned(block + 64)));
                d = Avx2.AddSaturate(d, Avx2.Shuffle(table, Vector256.LoadAligned(block + 96)));
                e = Avx2.AddSaturate(e, Avx2.Shuffle(table, Vector256.LoadAligned(block + 128)));
                f = Avx2.AddSaturate(f, Avx2.Shuffle(table, Vector256.LoadAligned(block + 160)));
                g = Avx2.AddSaturate(g, Avx2.Shuffle(table, Vector256.LoadAligned(block + 192)));
                h = Avx2.AddSaturate(h, Avx2.Shuffle(table, Vector256.LoadAligned(block + 224)));
            }

            // Of long codes all rows of a block are often further than asked for after a word or two.
            var nearest = Avx2.Min(Avx2.Min(Avx2.Min(a, b), Avx2.Min(c, d)), Avx2.Min(Avx2.Min(e, f), Avx2.Min(g, h)));
            if (Marks(nearest, limit) == 0) return false;
        }

        near[0] = Marks(a, limit) | (ulong)Marks(b, limit) << 32;
        near[1] = Marks(c, limit) | (ulong)Marks(d, limit) << 32;
        near[2] = Marks(e, limit) | (ulong)Marks(f, limit) << 32;
        near[3] = Marks(g, limit) | (ulong)Marks(h, limit) << 32;
        return true;
    }

    public static int RowOf(int mark)
    {
        // See Transpose: of 32 rows, the first sixteen bytes are rows 0, 1, 4, 5, 8 and so on, the others those between.
        var (half, place) = (mark >> 4 & 1, mark & 15);
        return (mark & ~31) + (place >> 1) * 4 + half * 2 + (place & 1);
    }

    /// <summary>Marks the bytes at or below a limit: there is no comparison without signs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Marks(Vector256<byte> counts, Vector256<byte> limit) =>
        Vector256.Equals(Avx2.Min(counts, limit), counts).ExtractMostSignificantBits();

    /// <summary>From 32 words to the lowest byte of all of them, the next, and so on.</summary>
    private static void Transpose(ulong* words, Vector256<byte>* bytes)
    {
        // Each vector holds two words a half. First their bytes are woven, then pairs of bytes of eight vectors are transposed as a matrix,
        // by interleaving pairs, fours and eights.
        var weave = Vector256.Create(Vector128.Create((byte)0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15));
        var a = Avx2.Shuffle(Vector256.Load((byte*)words), weave).AsUInt16();
        var b = Avx2.Shuffle(Vector256.Load((byte*)(words + 4)), weave).AsUInt16();
        var c = Avx2.Shuffle(Vector256.Load((byte*)(words + 8)), weave).AsUInt16();
        var d = Avx2.Shuffle(Vector256.Load((byte*)(words + 12)), weave).AsUInt16();
        var e = Avx2.Shuffle(Vector256.Load((byte*)(words + 16)), weave).AsUInt16();
        var f = Avx2.Shuffle(Vector256.Load((byte*)(words + 20)), weave).AsUInt16();
        var g = Avx2.Shuffle(Vector256.Load((byte*)(words + 24)), weave).AsUInt16();
        var h = Avx2.Shuffle(Vector256.Load((byte*)(words + 28)), weave).AsUInt16();
        var (ab, cd, ef, gh) = (Avx2.UnpackLow(a, b).AsUInt32(), Avx2.UnpackLow(c, d).AsUInt32(), Avx2.UnpackLow(e, f).AsUInt32(), Avx2.UnpackLow(g, h).AsUInt32());
        Interleave(ab, cd, ef, gh, bytes);
        (ab, cd, ef, gh) = (Avx2.UnpackHigh(a, b).AsUInt32(), Avx2.UnpackHigh(c, d).AsUInt32(), Avx2.UnpackHigh(e, f).AsUInt32(), Avx2.UnpackHigh(g, h).AsUInt32());
        Interleave(ab, cd, ef, gh, bytes + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(Vector256<uint> ab, Vector256<uint> cd, Vector256<uint> ef, Vector256<uint> gh, Vector256<byte>* bytes)
    {
        var (low, high) = (Avx2.UnpackLow(ab, cd).AsUInt64(), Avx2.UnpackLow(ef, gh).AsUInt64());
        bytes[0] = Avx2.UnpackLow(low, high).AsByte();
        bytes[1] = Avx2.UnpackHigh(low, high).AsByte();
        (low, high) = (Avx2.UnpackHigh(ab, cd).AsUInt64(), Avx2.UnpackHigh(ef, gh).AsUInt64());
        bytes[2] = Avx2.UnpackLow(low, high).AsByte();
        bytes[3] = Avx2.UnpackHigh(low, high).AsByte();
    }
}
