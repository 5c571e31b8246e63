using System.Numerics;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;
using ImageCodes.Model.Search.Kernels;

namespace ImageCodes.Tests.Search.Kernels;

public sealed unsafe class SketchKernelTests
{
    public static TheoryData<InstructionSet, int> Kernels =>
        [.. Enum.GetValues<InstructionSet>().SelectMany(instructions => new[] { (instructions, 1), (instructions, 2) })];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_kernel_marks_what_is_near_in_each_row_and_nothing_beyond(InstructionSet instructions, int words)
    {
        if (instructions > ScanKernel.Best) Assert.Skip($"This processor has no {instructions}.");
        var random = new Random(5);
        const int Count = 1_000;
        var sketches = new PinnedArray<ulong>((Count + SketchKernel.Side) * words);
        for (var round = 0; round < 300; round++)
        {
            foreach (ref var word in sketches.Span) word = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            // Rows of all lengths, empty ones too, that neither begin nor end where eight do; what lies between and behind is as near as
            // what is in them.
            var rows = new List<(uint At, uint End)>();
            for (var at = random.Next(9); at < Count; at += random.Next(5))
                rows.Add(((uint)at, (uint)(at = Math.Min(Count, at + (random.Next(4) == 0 ? random.Next(200) : random.Next(12))))));
            var query = new Sketch(
                words, sketches.Span[6] ^ 3, BinaryCode.MaskFor(random.Next(1, 65), 0), sketches.Span[7], BinaryCode.MaskFor(random.Next(1, 65), 0));
            var distances = Enumerable.Range(0, Count).Select(place =>
                BitOperations.PopCount((sketches.Span[place * words] ^ query.First) & query.FirstMask)
                + (words == 2 ? BitOperations.PopCount((sketches.Span[place * words + 1] ^ query.Second) & query.SecondMask) : 0)).ToList();
            var within = distances.Order().ElementAt(random.Next(3) * random.Next(40));
            var found = new List<(int Row, uint Place)>();
            var (row, next) = (0, rows[0].At);
            while (row < rows.Count && SketchKernel.Next(instructions, sketches.Start, rows.ToArray(), ref row, ref next, query, within, out var first, out var near))
            {
                Assert.NotEqual(0U, near);
                for (; near != 0; near &= near - 1) found.Add((row, first + (uint)BitOperations.TrailingZeroCount(near)));
            }

            Assert.Equal(rows.SelectMany((range, number) => Enumerable.Range((int)range.At, (int)(range.End - range.At)).Where(place => distances[place] <= within).Select(place => (number, (uint)place))), found);
        }

        GC.KeepAlive(sketches);
    }
}
