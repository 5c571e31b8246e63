using ImageCodes.Model.Benchmarks;
using ImageCodes.Model.Search;

namespace ImageCodes.Tests.Search;

public sealed class CodeChunkTests
{
    private static CodeChunk[] Chunks(CodeSource codes, int count)
    {
        var table = new CodeTable(codes.Bits);
        table.Add(codes.Batch(0, count));
        return CodeChunk.Choose(table.Rows, codes.Bits);
    }

    [Theory]
    [InlineData(64, 1, 5_000)]
    [InlineData(100, 2, 5_000)]
    [InlineData(3, 1, 10)]
    public void Every_bit_is_in_one_chunk(int bits, int words, int count)
    {
        var chunks = Chunks(CodeSource.Uniform(bits, seed: 1), count);
        Assert.Equal(bits, chunks.Sum(chunk => chunk.Bits));
        for (var word = 0; word < words; word++)
        {
            var expected = Enumerable.Range(0, Math.Min(64, bits - word * 64)).Aggregate(0UL, (mask, bit) => mask | 1UL << (63 - bit));
            Assert.Equal(expected, chunks.Where(chunk => chunk.Word == word).Aggregate(0UL, (mask, chunk) => mask | chunk.Mask));
        }
    }

    [Fact]
    public void Where_values_have_few_codes_there_is_a_chunk_more()
    {
        Assert.Equal(5, Chunks(CodeSource.Clustered(64, clusters: 500, seed: 1), 30_000).Length);
        Assert.Equal(6, Chunks(CodeSource.Uniform(64, seed: 1), 30_000).Length);
    }
}
