using System.Numerics;
using System.Runtime.Intrinsics;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;
using ImageCodes.Model.Search.Kernels;

namespace ImageCodes.Tests.Search.Kernels;

public sealed unsafe class SliceKernelTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(48)]
    [InlineData(192)]
    [InlineData(272)]
    [InlineData(512)]
    public void A_block_on_its_side_gives_the_distances_of_its_rows(int bits)
    {
        if (!SliceKernel.IsSupported) Assert.Skip("This processor has no AVX-512.");
        var random = new Random(bits);
        var (query, words) = (Some.Code(bits, random), BinaryCode.WordsFor(bits));
        var columns = Enumerable.Range(0, words).Select(_ => new PinnedArray<ulong>(SliceKernel.Rows)).ToArray();
        // At every distance from the query there are rows.
        for (var row = 0; row < SliceKernel.Rows; row++)
        {
            var flipped = Enumerable.Range(0, bits).OrderBy(_ => random.Next()).Take(row * (bits + 1) / SliceKernel.Rows).ToHashSet();
            for (var word = 0; word < words; word++)
                columns[word].Span[row] = query.Words[word] ^ Enumerable.Range(0, 64).Where(bit => flipped.Contains(word * 64 + bit)).Aggregate(0UL, (all, bit) => all | 1UL << (63 - bit));
        }

        var block = new PinnedArray<byte>(SliceKernel.BlockBytes(bits));
        for (var word = 0; word < words; word++)
            SliceKernel.Turn(columns[word].Start, Math.Min(64, bits - word * 64), block.Start + SliceKernel.BlockBytes(word * 64));
        var offsets = new PinnedArray<int>(bits);
        SliceKernel.Ask(query.Words, offsets.Span);
        for (var within = 0; within < bits; within++)
        {
            var near = SliceKernel.Within(block.Start, offsets.Start, bits, within);
            for (var lane = 0; lane < Vector512<ulong>.Count; lane++)
            {
                for (var bit = 0; bit < 64; bit++)
                {
                    var row = SliceKernel.RowOf(lane, bit);
                    var distance = Enumerable.Range(0, words).Sum(word => BitOperations.PopCount(columns[word].Span[row] ^ query.Words[word]));
                    Assert.True((near[lane] >> bit & 1) != 0 == distance <= within, $"Row {row} at {distance} bits of {bits}, within {within}.");
                }
            }
        }
    }
}
