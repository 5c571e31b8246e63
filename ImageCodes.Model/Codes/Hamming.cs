using System.Diagnostics;
using System.Numerics;

namespace ImageCodes.Model.Codes;

/// <summary>Hamming distance: the number of bits in which two codes differ.</summary>
public static class Hamming
{
    public static int Distance(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        Debug.Assert(left.Length == right.Length);
        var distance = 0;
        for (var i = 0; i < left.Length; i++) distance += BitOperations.PopCount(left[i] ^ right[i]);
        return distance;
    }
}
