using ImageCodes.Model.Codes;

namespace ImageCodes.Tests.Codes;

public sealed class HammingTests
{
    public static TheoryData<HammingKernel> Kernels => [.. Enum.GetValues<HammingKernel>()];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_kernel_counts_the_same_bits(HammingKernel kernel)
    {
        var random = new Random(3);
        foreach (var length in new[] { 0, 1, 7, 8, 9, 64, 1_003 })
        {
            var column = new ulong[length];
            for (var i = 0; i < length; i++) column[i] = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            var (query, mask) = (column.FirstOrDefault() ^ 0xff00ff, BinaryCode.MaskFor(random.Next(1, 65), 0));
            var distances = Enumerable.Repeat(5UL, length).ToArray();
            Hamming.AddDistances(kernel, column, query, mask, distances);
            Assert.Equal(column.Select(word => 5 + (ulong)ulong.PopCount((word ^ query) & mask)), distances);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void All_64_bits_of_a_word_are_counted(HammingKernel kernel)
    {
        var distances = new ulong[16];
        Hamming.AddDistances(kernel, Enumerable.Repeat(ulong.MaxValue, 16).ToArray(), 0, ulong.MaxValue, distances);
        Assert.All(distances, distance => Assert.Equal(64UL, distance));
    }
}
