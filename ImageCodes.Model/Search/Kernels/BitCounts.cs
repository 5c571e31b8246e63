using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageCodes.Model.Search.Kernels;

/// <summary>
/// The set bits of each of several words at once: a table of the bits of a nibble, then the sum over the bytes of a word (Muła et al.
/// 2018).
/// </summary>
internal static class BitCounts
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> BitsOfWords(Vector512<ulong> words) => SumOfBytes(BitsOfBytes(words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> BitsOfBytes(Vector512<ulong> words)
    {
        var table = Vector512.Create(Vector256.Create(Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4)));
        var low = Vector512.Create((byte)0x0f);
        return Avx512BW.Shuffle(table, words.AsByte() & low) + Avx512BW.Shuffle(table, (words.AsUInt16() >>> 4).AsByte() & low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> SumOfBytes(Vector512<byte> bytes) =>
        Avx512BW.SumAbsoluteDifferences(bytes, Vector512<byte>.Zero).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> BitsOfWords(Vector256<ulong> words) => SumOfBytes(BitsOfBytes(words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> BitsOfBytes(Vector256<ulong> words)
    {
        var table = Vector256.Create(Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
        var low = Vector256.Create((byte)0x0f);
        return Avx2.Shuffle(table, words.AsByte() & low) + Avx2.Shuffle(table, (words.AsUInt16() >>> 4).AsByte() & low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> SumOfBytes(Vector256<byte> bytes) => Avx2.SumAbsoluteDifferences(bytes, Vector256<byte>.Zero).AsUInt64();

    /// <summary>Marks what is at or below a limit. Distances are small, so a comparison with signs, which AVX2 has, serves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtMost(Vector256<ulong> distances, Vector256<long> limit) =>
        Vector256.LessThanOrEqual(distances.AsInt64(), limit).ExtractMostSignificantBits();
}
