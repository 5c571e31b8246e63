using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageCodes.Model.Search.Kernels;

/// <summary>
/// Compares blocks of 512 codes with many queries, a bit of all codes at a time: a block is turned on its side, so that one
/// vector holds the same bit of 512 codes, and distances are counted by adders of one bit (Harley and Seal), sixteen
/// bits a step. Needs AVX-512.
/// </summary>
internal readonly unsafe struct SliceKernel : IBlockKernel
{
    private const int Step = 16;             // bits that are counted together
    private const int Lanes = 8;
    private const int Line = 64;             // bytes of one bit of all rows
    private const byte Odd = 0x96;           // of three bits: whether one or three are set
    private const byte Two = 0xe8;           // of three bits: whether two or three are set

    public static int Rows => 512;

    public static int MostBits => 512;   // the sums go no further

    public static int MostCounted => MostBits;

    // Each bit as it is, then inverted, and one more line, all zero: what is compared where a step has more bits than the code.
    public static int BlockBytes(int bits) => (2 * bits + 1) * Line;

    public static int QueryBytes(int bits) => (bits + Step - 1) / Step * Step * sizeof(int);

    public static int RowOf(int mark) => mark % 64 * Lanes + mark / 64;

    public static void LayOut(ulong* column, int word, int bits, byte* block)
    {
        // Eight matrices of 64 x 64 bits are transposed side by side, by exchanging halves, quarters and so on (Warren, Hacker's Delight).
        var rows = stackalloc Vector512<ulong>[64];
        for (var row = 0; row < 64; row++) rows[row] = Vector512.Load(column + row * Lanes);
        var mask = 0x00000000ffffffffUL;
        for (var half = 32; half > 0; half >>= 1, mask ^= mask << half)
        {
            var masks = Vector512.Create(mask);
            for (var row = 0; row < 64; row = (row + half + 1) & ~half)
            {
                var exchanged = ((rows[row] >>> half) ^ rows[row + half]) & masks;
                rows[row + half] ^= exchanged;
                rows[row] ^= exchanged << half;
            }
        }

        // Bit p from the lowest is now in row p; codes count their bits from the highest.
        var to = block + 2 * word * 64 * Line;
        for (var bit = 0; bit < Math.Min(64, bits - word * 64); bit++)
        {
            rows[63 - bit].Store((ulong*)(to + 2 * bit * Line));
            (~rows[63 - bit]).Store((ulong*)(to + (2 * bit + 1) * Line));
        }
    }

    // Where in a block each bit of a query is compared: the rows' bit itself where the query has 0, inverted where it has 1.
    public static void Ask(ReadOnlySpan<ulong> query, int bits, byte* asked)
    {
        var offsets = new Span<int>(asked, QueryBytes(bits) / sizeof(int));
        for (var bit = 0; bit < bits; bit++)
            offsets[bit] = (2 * bit + (int)(query[bit >> 6] >> (63 - (bit & 63)) & 1)) * Line;
        offsets[bits..].Fill(2 * bits * Line);
    }

    public static bool Within(byte* block, byte* asked, int bits, int within, Span<ulong> near)
    {
        // At first everything is near.
        var marks = within >= bits ? Vector512<ulong>.AllBitsSet : Within(block, (int*)asked, bits, within);
        if (marks == Vector512<ulong>.Zero) return false;
        marks.CopyTo(near);
        return true;
    }

    private static Vector512<ulong> Within(byte* block, int* offsets, int bits, int within)
    {
        // The count begins so high that it reaches 2^top for whatever lies further than asked for.
        var top = BitOperations.Log2((uint)Math.Max(33, bits) - 1) + 1;
        var start = (1 << top) - 1 - within;
        var (ones, twos, fours, eights, sixteens) = (Whole(start, 0), Whole(start, 1), Whole(start, 2), Whole(start, 3), Whole(start, 4));
        var (s32, s64, s128, s256, s512) = (Whole(start, 5), Whole(start, 6), Whole(start, 7), Whole(start, 8), Whole(start, 9));
        for (var bit = 0; bit < bits; bit += Step)
        {
            var at = offsets + bit;
            // Threes by themselves first: added to the sum one after the other, each would wait for the one before.
            var (a, b, c) = (Load(block, at[0]), Load(block, at[3]), Load(block, at[6]));
            var (d, e, f) = (Load(block, at[9]), Load(block, at[12]), Load(block, at[15]));
            Add(ref a, Load(block, at[1]), Load(block, at[2]), out var twosA);
            Add(ref b, Load(block, at[4]), Load(block, at[5]), out var twosB);
            Add(ref c, Load(block, at[7]), Load(block, at[8]), out var twosC);
            Add(ref d, Load(block, at[10]), Load(block, at[11]), out var twosD);
            Add(ref e, Load(block, at[13]), Load(block, at[14]), out var twosE);
            Add(ref a, b, c, out var twosF);
            Add(ref d, e, f, out var twosG);
            Add(ref ones, a, d, out var twosH);
            Add(ref twosA, twosB, twosC, out var foursA);
            Add(ref twosD, twosE, twosF, out var foursB);
            Add(ref twosG, twosH, twosA, out var foursC);
            Add(ref twos, twosD, twosG, out var foursD);
            Add(ref foursA, foursB, foursC, out var eightsA);
            Add(ref fours, foursA, foursD, out var eightsB);
            Add(ref eights, eightsA, eightsB, out var carry);
            Carry(ref sixteens, ref carry);
            Carry(ref s32, ref carry);
            if (top == 6)
            {
                s64 |= carry;
                continue;
            }

            Carry(ref s64, ref carry);
            Carry(ref s128, ref carry);
            Carry(ref s256, ref carry);
            s512 |= carry;
            // What is further than asked for stays so: where all rows are, the rest of their bits is not looked at.
            if ((bit & 0x30) == 0x30 && (top switch { 7 => s128, 8 => s256, _ => s512 }) == Vector512<ulong>.AllBitsSet) return Vector512<ulong>.Zero;
        }

        return ~(top switch { 6 => s64, 7 => s128, 8 => s256, _ => s512 });
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Load(byte* block, int offset) => Vector512.LoadAligned((ulong*)(block + offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Whole(int number, int bit) =>
        (number >> bit & 1) != 0 ? Vector512<ulong>.AllBitsSet : Vector512<ulong>.Zero;

    /// <summary>Adds two bits to a sum of one bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref Vector512<ulong> sum, Vector512<ulong> a, Vector512<ulong> b, out Vector512<ulong> carry)
    {
        carry = Avx512F.TernaryLogic(sum, a, b, Two);
        sum = Avx512F.TernaryLogic(sum, a, b, Odd);
    }

    /// <summary>Adds a carry to the next sum, and leaves that one's carry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(ref Vector512<ulong> sum, ref Vector512<ulong> carry) => (sum, carry) = (sum ^ carry, sum & carry);
}
