using System.Numerics;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;
using ImageCodes.Model.Search.Kernels;

namespace ImageCodes.Tests.Search.Kernels;

public sealed unsafe class BlockKernelTests
{
    public static TheoryData<int> Lengths => [1, 3, 20, 48, 62, 64, 100, 128, 192, 256, 272, 511, 512];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_block_on_its_side_marks_the_rows_that_are_near(int bits)
    {
        if (ScanKernel.Best < InstructionSet.Vector512) Assert.Skip("This processor has no AVX-512.");
        Marks_the_rows_that_are_near<SliceKernel>(bits);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_block_of_four_bits_a_byte_marks_the_rows_that_are_near(int bits)
    {
        if (ScanKernel.Best < InstructionSet.Vector256) Assert.Skip("This processor has no AVX2.");
        Marks_the_rows_that_are_near<NibbleKernel>(bits);
    }

    private static void Marks_the_rows_that_are_near<TKernel>(int bits)
        where TKernel : struct, IBlockKernel
    {
        var random = new Random(bits);
        var (query, words) = (Some.Code(bits, random), BinaryCode.WordsFor(bits));
        var mask = BinaryCode.MaskFor(bits, words - 1);
        var columns = Enumerable.Range(0, words).Select(_ => new PinnedArray<ulong>(TKernel.Rows)).ToArray();
        // At every distance from the query there are rows; what stands behind their bits does not count.
        for (var row = 0; row < TKernel.Rows; row++)
        {
            var flipped = Enumerable.Range(0, bits).OrderBy(_ => random.Next()).Take(row * (bits + 1) / TKernel.Rows).ToHashSet();
            for (var word = 0; word < words; word++)
                columns[word].Span[row] =
                    query.Words[word] ^ Enumerable.Range(0, 64)
                        .Where(bit => flipped.Contains(word * 64 + bit)).Aggregate(0UL, (all, bit) => all | 1UL << (63 - bit));
            columns[^1].Span[row] |= (ulong)random.NextInt64(long.MinValue, long.MaxValue) & ~mask;
        }

        var block = new PinnedArray<byte>(TKernel.BlockBytes(bits));
        for (var word = 0; word < words; word++) TKernel.LayOut(columns[word].Start, word, bits, block.Start);
        var asked = new PinnedArray<byte>(TKernel.QueryBytes(bits));
        TKernel.Ask(query.Words, bits, asked.Start);
        var distances = Enumerable.Range(0, TKernel.Rows).Select(row => Enumerable.Range(0, words).Sum(word =>
            BitOperations.PopCount((columns[word].Span[row] ^ query.Words[word]) & (word == words - 1 ? mask : ulong.MaxValue)))).ToArray();
        Assert.Equal(TKernel.Rows, Enumerable.Range(0, TKernel.Rows).Select(TKernel.RowOf).Distinct().Count());
        for (var within = 0; within <= bits; within++)
        {
            var near = new ulong[TKernel.Rows / 64];
            var found = TKernel.Within(block.Start, asked.Start, bits, within, near);
            Assert.Equal(near.Any(word => word != 0), found);
            for (var mark = 0; mark < TKernel.Rows; mark++)
            {
                var distance = distances[TKernel.RowOf(mark)];
                if (within >= TKernel.MostCounted && distance > within) continue;
                Assert.True((near[mark / 64] >> mark % 64 & 1) != 0 == distance <= within,
                    $"Row {TKernel.RowOf(mark)} at {distance} bits of {bits}, within {within}.");
            }
        }

        GC.KeepAlive(columns);
        GC.KeepAlive(block);
        GC.KeepAlive(asked);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Where_no_row_is_near_none_is_marked(int bits)
    {
        if (ScanKernel.Best < InstructionSet.Vector256) Assert.Skip("This processor has no AVX2.");
        if (ScanKernel.Best >= InstructionSet.Vector512) Marks_nothing<SliceKernel>(bits);
        Marks_nothing<NibbleKernel>(bits);
    }

    private static void Marks_nothing<TKernel>(int bits)
        where TKernel : struct, IBlockKernel
    {
        var column = new PinnedArray<ulong>(TKernel.Rows);
        column.Span.Fill(ulong.MaxValue);
        var block = new PinnedArray<byte>(TKernel.BlockBytes(bits));
        for (var word = 0; word < BinaryCode.WordsFor(bits); word++) TKernel.LayOut(column.Start, word, bits, block.Start);
        var asked = new PinnedArray<byte>(TKernel.QueryBytes(bits));
        TKernel.Ask(new ulong[BinaryCode.WordsFor(bits)], bits, asked.Start);
        var near = new ulong[TKernel.Rows / 64];
        Assert.False(TKernel.Within(block.Start, asked.Start, bits, Math.Min(bits, TKernel.MostCounted) - 1, near));
        Assert.All(near, word => Assert.Equal(0UL, word));
        GC.KeepAlive(column);
        GC.KeepAlive(block);
        GC.KeepAlive(asked);
    }
}
