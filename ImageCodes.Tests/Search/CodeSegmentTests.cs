using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;

namespace ImageCodes.Tests.Search;

public sealed class CodeSegmentTests
{
    private static CodeSegment With(CodeSegment segment, params long[] ids) =>
        segment.With(new CodeBatch(64, ids.Select(id => KeyValuePair.Create(id, BinaryCode.FromWords(64, [(ulong)id])))), [.. Enumerable.Range(0, ids.Length)]);

    [Fact]
    public void Ids_that_follow_each_other_take_no_memory_and_others_are_kept_beside_them()
    {
        var following = With(With(new CodeSegment(1), 7, 8), 9);
        var apart = With(following, 10, 20);
        var last = With(apart, 21);
        Assert.Equal([7, 8, 9], Enumerable.Range(0, following.Count).Select(following.IdOf));
        Assert.Equal([7, 8, 9, 10, 20, 21], Enumerable.Range(0, last.Count).Select(last.IdOf));
        Assert.Equal(sizeof(ulong) * CodeSegment.Capacity, following.Bytes);
        Assert.Equal((sizeof(ulong) + sizeof(long)) * CodeSegment.Capacity, last.Bytes);
        Assert.Equal([7, 8, 9, 10, 20, 21], Enumerable.Range(0, last.Count).Select(last.Without([1, 4]).IdOf));
    }
}
