using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static ImageCodes.Model.Search.Kernels.BitCounts;

namespace ImageCodes.Model.Search.Kernels;

/// <summary>Which instructions a search uses. The neighbours are the same.</summary>
public enum InstructionSet
{
    /// <summary>One word at a time, by the processor's population count.</summary>
    Scalar,

    /// <summary>Four words at a time.</summary>
    Vector256,

    /// <summary>Eight words at a time.</summary>
    Vector512,
}

/// <summary>
/// Goes through codes until one is near enough. Most codes are not, so the loop only compares; who calls looks at what was found.
/// </summary>
internal static unsafe class ScanKernel
{
    private const int Ahead = 1_024;      // words, of all columns together: 8 kB, so that the memory is always busy
    private const int MostInByte = 31;    // words whose bits a byte can count

    /// <summary>The widest instructions of this processor.</summary>
    public static InstructionSet Best { get; } =
        System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated && Avx512BW.IsSupported ? InstructionSet.Vector512
        : System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated && Avx2.IsSupported ? InstructionSet.Vector256
        : InstructionSet.Scalar;

    /// <summary>
    /// The first row, from <paramref name="row"/> on, within <paramref name="within"/> bits of the query; <paramref name="count"/> where
    /// there is none.
    /// </summary>
    /// <param name="instructions">What to compare with.</param>
    /// <param name="columns">The first of each word of all rows.</param>
    /// <param name="query">As many words as columns.</param>
    /// <param name="lastMask">The bits of the last word that count; of the others all do.</param>
    /// <param name="row">Where to begin.</param>
    /// <param name="count">Of rows.</param>
    /// <param name="within">0 or more.</param>
    public static int Next(
        InstructionSet instructions, ReadOnlySpan<nint> columns, ReadOnlySpan<ulong> query, ulong lastMask, int row, int count, int within)
    {
        if (instructions == InstructionSet.Vector512) row = Next512(columns, query, lastMask, row, count, within);
        else if (instructions == InstructionSet.Vector256) row = Next256(columns, query, lastMask, row, count, within);
        while (row < count && Distance(columns, query, lastMask, row) > within) row++;
        return row;
    }

    /// <summary>In how many bits one row differs from the query.</summary>
    public static int Distance(ReadOnlySpan<nint> columns, ReadOnlySpan<ulong> query, ulong lastMask, int row)
    {
        var distance = 0;
        for (var word = 0; word < query.Length - 1; word++) distance += BitOperations.PopCount(((ulong*)columns[word])[row] ^ query[word]);
        return distance + BitOperations.PopCount((((ulong*)columns[query.Length - 1])[row] ^ query[^1]) & lastMask);
    }

    /// <summary>As <see cref="Next"/>, 32 rows a step; stops before a last incomplete step.</summary>
    private static int Next512(ReadOnlySpan<nint> columns, ReadOnlySpan<ulong> query, ulong lastMask, int row, int count, int within)
    {
        var limit = Vector512.Create((ulong)within);
        var lastMasks = Vector512.Create(lastMask);
        ref var column = ref MemoryMarshal.GetReference(columns);
        ref var asked = ref MemoryMarshal.GetReference(query);
        var last = query.Length - 1;
        var ahead = Math.Max(64, Ahead / query.Length);
        for (; row + 32 <= count; row += 32)
        {
            // The last word, of which not all bits may count, then the others.
            var from = (ulong*)Unsafe.Add(ref column, last) + row;
            var ask = Vector512.Create(Unsafe.Add(ref asked, last));
            Fetch(from + ahead);
            var a = BitsOfBytes((Vector512.Load(from) ^ ask) & lastMasks);
            var b = BitsOfBytes((Vector512.Load(from + 8) ^ ask) & lastMasks);
            var c = BitsOfBytes((Vector512.Load(from + 16) ^ ask) & lastMasks);
            var d = BitsOfBytes((Vector512.Load(from + 24) ^ ask) & lastMasks);
            var (sumA, sumB, sumC, sumD) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero, Vector512<ulong>.Zero, Vector512<ulong>.Zero);
            for (var word = 0; word < last; word++)
            {
                if (word % MostInByte == MostInByte - 1)
                {
                    // A byte holds no more: eight bits of so many words.
                    (sumA, sumB, sumC, sumD) = (sumA + SumOfBytes(a), sumB + SumOfBytes(b), sumC + SumOfBytes(c), sumD + SumOfBytes(d));
                    a = b = c = d = Vector512<byte>.Zero;
                }

                from = (ulong*)Unsafe.Add(ref column, word) + row;
                ask = Vector512.Create(Unsafe.Add(ref asked, word));
                Fetch(from + ahead);
                a += BitsOfBytes(Vector512.Load(from) ^ ask);
                b += BitsOfBytes(Vector512.Load(from + 8) ^ ask);
                c += BitsOfBytes(Vector512.Load(from + 16) ^ ask);
                d += BitsOfBytes(Vector512.Load(from + 24) ^ ask);
            }

            (sumA, sumB, sumC, sumD) = (sumA + SumOfBytes(a), sumB + SumOfBytes(b), sumC + SumOfBytes(c), sumD + SumOfBytes(d));
            if (!Vector512.LessThanOrEqualAny(Vector512.Min(Vector512.Min(sumA, sumB), Vector512.Min(sumC, sumD)), limit)) continue;
            var near = Vector512.LessThanOrEqual(sumA, limit).ExtractMostSignificantBits()
                | Vector512.LessThanOrEqual(sumB, limit).ExtractMostSignificantBits() << 8
                | Vector512.LessThanOrEqual(sumC, limit).ExtractMostSignificantBits() << 16
                | Vector512.LessThanOrEqual(sumD, limit).ExtractMostSignificantBits() << 24;
            return row + BitOperations.TrailingZeroCount(near);
        }

        return row;
    }

    /// <summary>As <see cref="Next"/>, 16 rows a step; stops before a last incomplete step.</summary>
    private static int Next256(ReadOnlySpan<nint> columns, ReadOnlySpan<ulong> query, ulong lastMask, int row, int count, int within)
    {
        var limit = Vector256.Create((long)within);
        var lastMasks = Vector256.Create(lastMask);
        ref var column = ref MemoryMarshal.GetReference(columns);
        ref var asked = ref MemoryMarshal.GetReference(query);
        var last = query.Length - 1;
        var ahead = Math.Max(64, Ahead / query.Length);
        for (; row + 16 <= count; row += 16)
        {
            // The last word, of which not all bits may count, then the others.
            var from = (ulong*)Unsafe.Add(ref column, last) + row;
            var ask = Vector256.Create(Unsafe.Add(ref asked, last));
            Sse.Prefetch0(from + ahead);
            Sse.Prefetch0(from + ahead + 8);
            var a = BitsOfBytes((Vector256.Load(from) ^ ask) & lastMasks);
            var b = BitsOfBytes((Vector256.Load(from + 4) ^ ask) & lastMasks);
            var c = BitsOfBytes((Vector256.Load(from + 8) ^ ask) & lastMasks);
            var d = BitsOfBytes((Vector256.Load(from + 12) ^ ask) & lastMasks);
            var (sumA, sumB, sumC, sumD) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero, Vector256<ulong>.Zero, Vector256<ulong>.Zero);
            for (var word = 0; word < last; word++)
            {
                if (word % MostInByte == MostInByte - 1)
                {
                    (sumA, sumB, sumC, sumD) = (sumA + SumOfBytes(a), sumB + SumOfBytes(b), sumC + SumOfBytes(c), sumD + SumOfBytes(d));
                    a = b = c = d = Vector256<byte>.Zero;
                }

                from = (ulong*)Unsafe.Add(ref column, word) + row;
                ask = Vector256.Create(Unsafe.Add(ref asked, word));
                Sse.Prefetch0(from + ahead);
                Sse.Prefetch0(from + ahead + 8);
                a += BitsOfBytes(Vector256.Load(from) ^ ask);
                b += BitsOfBytes(Vector256.Load(from + 4) ^ ask);
                c += BitsOfBytes(Vector256.Load(from + 8) ^ ask);
                d += BitsOfBytes(Vector256.Load(from + 12) ^ ask);
            }

            (sumA, sumB, sumC, sumD) = (sumA + SumOfBytes(a), sumB + SumOfBytes(b), sumC + SumOfBytes(c), sumD + SumOfBytes(d));
            // Distances fill the lowest 16 bits of a word, whose minimum AVX2 has; it has none of whole words.
            var nearest = Avx2.Min(Avx2.Min(sumA.AsUInt16(), sumB.AsUInt16()), Avx2.Min(sumC.AsUInt16(), sumD.AsUInt16())).AsUInt64();
            if (AtMost(nearest, limit) == 0) continue;
            var near = AtMost(sumA, limit) | AtMost(sumB, limit) << 4 | AtMost(sumC, limit) << 8 | AtMost(sumD, limit) << 12;
            return row + BitOperations.TrailingZeroCount(near);
        }

        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(ulong* from)
    {
        Sse.Prefetch0(from);
        Sse.Prefetch0(from + 8);
        Sse.Prefetch0(from + 16);
        Sse.Prefetch0(from + 24);
    }
}
