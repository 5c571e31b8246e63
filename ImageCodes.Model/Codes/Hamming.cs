using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ImageCodes.Model.Codes;

/// <summary>Which instructions count differing bits. All give the same distances.</summary>
public enum HammingKernel
{
    /// <summary>One word at a time, by the processor's population count.</summary>
    Scalar,

    /// <summary><see cref="Vector{T}"/>: whatever width the processor has, with shifts and masks only.</summary>
    Vector,

    /// <summary>Eight words at a time, by a table of the bits in a nibble.</summary>
    Vector512,
}

/// <summary>Hamming distance: the number of bits in which two codes differ.</summary>
public static class Hamming
{
    /// <summary>The fastest kernel on this processor.</summary>
    public static HammingKernel BestKernel { get; } =
        System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated ? HammingKernel.Vector512
        : System.Numerics.Vector.IsHardwareAccelerated ? HammingKernel.Vector
        : HammingKernel.Scalar;

    public static int Distance(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        Debug.Assert(left.Length == right.Length);
        var distance = 0;
        for (var i = 0; i < left.Length; i++) distance += BitOperations.PopCount(left[i] ^ right[i]);
        return distance;
    }

    /// <summary>
    /// Adds to each of <paramref name="distances"/> the number of bits under <paramref name="mask"/> in which the word of
    /// <paramref name="column"/> at the same place differs from <paramref name="query"/>.
    /// </summary>
    public static void AddDistances(
        HammingKernel kernel, ReadOnlySpan<ulong> column, ulong query, ulong mask, Span<ulong> distances)
    {
        Debug.Assert(column.Length == distances.Length);
        var done = kernel switch
        {
            HammingKernel.Vector512 => AddByVector512(column, query, mask, distances),
            HammingKernel.Vector => AddByVector(column, query, mask, distances),
            _ => 0,
        };
        for (var i = done; i < column.Length; i++)
            distances[i] += (ulong)BitOperations.PopCount((column[i] ^ query) & mask);
    }

    private static int AddByVector(ReadOnlySpan<ulong> column, ulong query, ulong mask, Span<ulong> distances)
    {
        var words = MemoryMarshal.Cast<ulong, Vector<ulong>>(column);
        var sums = MemoryMarshal.Cast<ulong, Vector<ulong>>(distances);
        var queries = new Vector<ulong>(query);
        var masks = new Vector<ulong>(mask);
        var pairs = new Vector<ulong>(0x5555555555555555);
        var nibbles = new Vector<ulong>(0x3333333333333333);
        var bytes = new Vector<ulong>(0x0f0f0f0f0f0f0f0f);
        for (var i = 0; i < words.Length; i++)
        {
            // Bits, then pairs, nibbles and bytes are added side by side within each word.
            var x = (words[i] ^ queries) & masks;
            x -= (x >>> 1) & pairs;
            x = (x & nibbles) + ((x >>> 2) & nibbles);
            x = (x + (x >>> 4)) & bytes;
            x += x >>> 8;
            x += x >>> 16;
            x += x >>> 32;
            sums[i] += x & new Vector<ulong>(0x7f);
        }

        return words.Length * Vector<ulong>.Count;
    }

    private static int AddByVector512(ReadOnlySpan<ulong> column, ulong query, ulong mask, Span<ulong> distances)
    {
        var words = MemoryMarshal.Cast<ulong, Vector512<ulong>>(column);
        var sums = MemoryMarshal.Cast<ulong, Vector512<ulong>>(distances);
        var queries = System.Runtime.Intrinsics.Vector512.Create(query);
        var masks = System.Runtime.Intrinsics.Vector512.Create(mask);
        var low = System.Runtime.Intrinsics.Vector512.Create((byte)0x0f);
        var bitsInNibble = System.Runtime.Intrinsics.Vector512.Create(
            Vector256.Create(Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4)));
        for (var i = 0; i < words.Length; i++)
        {
            var differing = ((words[i] ^ queries) & masks).AsByte();
            var counts = System.Runtime.Intrinsics.Vector512.ShuffleNative(bitsInNibble, differing & low)
                + System.Runtime.Intrinsics.Vector512.ShuffleNative(bitsInNibble, (differing.AsUInt16() >>> 4).AsByte() & low);
            var x = counts.AsUInt64();
            x += x >>> 8;
            x += x >>> 16;
            x += x >>> 32;
            sums[i] += x & System.Runtime.Intrinsics.Vector512.Create(0x7fUL);
        }

        return words.Length * Vector512<ulong>.Count;
    }
}
