using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;

namespace ImageCodes.Tests.Search;

public sealed class SegmentMemoryTests
{
    [Theory]
    [InlineData(1, 34)]    // sixteen by themselves, sixteen on a page, two on the next
    [InlineData(3, 19)]
    public void Each_segment_keeps_its_own_rows(int words, int count)
    {
        var memory = new SegmentMemory(words);
        var places = Enumerable.Range(0, CodeSegment.Capacity).ToArray();
        var segments = Enumerable.Range(0, count).Select(number =>
        {
            var batch = new CodeBatch(words * 64);
            foreach (var place in places)
                batch.Add(place, BinaryCode.FromWords(words * 64, [.. Enumerable.Range(0, words).Select(word => Word(number, word, place))]));
            return memory.Next().With(batch, places);
        }).ToList();

        var row = new ulong[words];
        foreach (var (segment, number) in segments.Select((segment, number) => (segment, number)))
        {
            foreach (var place in places)
            {
                segment.CopyCode(place, row);
                Assert.Equal(Enumerable.Range(0, words).Select(word => Word(number, word, place)), row);
            }
        }
    }

    [Fact]
    public void What_is_asked_for_ahead_is_counted()
    {
        var memory = new SegmentMemory(words: 2);
        for (var made = 0; made < 17; made++) _ = memory.Next();
        Assert.Equal(15L * 2 * CodeSegment.Capacity * sizeof(ulong), memory.BytesAhead);
    }

    private static ulong Word(int number, int word, int place) => (ulong)number << 40 | (ulong)word << 20 | (uint)place;
}
