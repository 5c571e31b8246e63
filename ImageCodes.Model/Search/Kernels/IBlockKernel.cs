namespace ImageCodes.Model.Search.Kernels;

/// <summary>
/// Compares many queries with a block of codes that was laid out anew for it: that is done once for all of them, and each then costs a
/// fraction of a comparison with the codes as they lie.
/// </summary>
internal unsafe interface IBlockKernel
{
    /// <summary>Codes in a block, a multiple of 64.</summary>
    static abstract int Rows { get; }

    /// <summary>Longer codes are not compared by it.</summary>
    static abstract int MostBits { get; }

    /// <summary>Within so many bits and more, rows that are further may be marked, too.</summary>
    static abstract int MostCounted { get; }

    /// <summary>Bytes of a block of codes of so many bits.</summary>
    static abstract int BlockBytes(int bits);

    /// <summary>Bytes of a query of so many bits; see <see cref="Ask"/>.</summary>
    static abstract int QueryBytes(int bits);

    /// <summary>Lays out one word of all rows of a block.</summary>
    /// <param name="column">The word of the first row.</param>
    /// <param name="word">Which word of the code it is.</param>
    /// <param name="bits">Of the code.</param>
    /// <param name="block">All zero at first, at the beginning of a cache line.</param>
    static abstract void LayOut(ulong* column, int word, int bits, byte* block);

    /// <summary>Makes a query ready to be compared with blocks.</summary>
    /// <param name="query">Its words.</param>
    /// <param name="bits">How many of its bits count.</param>
    /// <param name="asked">What <see cref="Within"/> reads.</param>
    static abstract void Ask(ReadOnlySpan<ulong> query, int bits, byte* asked);

    /// <summary>Marks the rows within a distance of a query, and others only from <see cref="MostCounted"/> bits on.</summary>
    /// <param name="block">See <see cref="LayOut"/>.</param>
    /// <param name="asked">See <see cref="Ask"/>.</param>
    /// <param name="bits">Of the code.</param>
    /// <param name="within">0 or more.</param>
    /// <param name="near">A bit a row; see <see cref="RowOf"/>. Written only where something is near.</param>
    /// <returns>Whether any row is marked.</returns>
    static abstract bool Within(byte* block, byte* asked, int bits, int within, Span<ulong> near);

    /// <summary>Which row of the block a mark stands for.</summary>
    /// <param name="mark">Its number, from the lowest bit of the first word.</param>
    static abstract int RowOf(int mark);
}
