using System.Numerics;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;
using ImageCodes.Model.Search.Kernels;

namespace ImageCodes.Tests.Search.Kernels;

public sealed unsafe class ScanKernelTests
{
    public static TheoryData<InstructionSet> Kernels => [.. Enum.GetValues<InstructionSet>()];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_kernel_stops_at_the_same_rows(InstructionSet instructions)
    {
        if (instructions > ScanKernel.Best) Assert.Skip($"This processor has no {instructions}.");
        var random = new Random(3);
        foreach (var (length, words) in new[] { (0, 1), (1, 1), (7, 1), (33, 1), (1_003, 1), (500, 2), (777, 4), (300, 64) })
        {
            var columns = Enumerable.Range(0, words).Select(_ => new PinnedArray<ulong>(length + 1)).ToArray();
            foreach (var column in columns)
            {
                foreach (ref var word in column.Span) word = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            }

            var query = columns.Select(column => column.Span[length / 2] ^ 5).ToArray();
            var mask = BinaryCode.MaskFor(random.Next(1, 65), 0);
            var addresses = columns.Select(column => (nint)column.Start).ToArray();
            for (var within = 0; within < words * 64; within += words * 7)
            {
                var expected = Enumerable.Range(0, length).Where(row => Enumerable.Range(0, words).Sum(word =>
                    BitOperations.PopCount((columns[word].Span[row] ^ query[word]) & (word == words - 1 ? mask : ulong.MaxValue))) <= within).ToList();
                var found = new List<int>();
                for (var row = 0; (row = ScanKernel.Next(instructions, addresses, query, mask, row, length, within)) < length; row++) found.Add(row);
                Assert.Equal(expected, found);
            }

            GC.KeepAlive(columns);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void All_64_bits_of_each_word_are_counted(InstructionSet instructions)
    {
        if (instructions > ScanKernel.Best) Assert.Skip($"This processor has no {instructions}.");
        var column = new PinnedArray<ulong>(64);
        column.Span.Fill(ulong.MaxValue);
        foreach (var words in new[] { 1, 2, 32, 33, 64 })   // one after the other is added to what a byte holds, which is not much
        {
            var (columns, query) = (Enumerable.Repeat((nint)column.Start, words).ToArray(), new ulong[words]);
            Assert.Equal(64, ScanKernel.Next(instructions, columns, query, ulong.MaxValue, 0, 64, 64 * words - 1));
            Assert.Equal(0, ScanKernel.Next(instructions, columns, query, ulong.MaxValue, 0, 64, 64 * words));
        }

        GC.KeepAlive(column);
    }
}
