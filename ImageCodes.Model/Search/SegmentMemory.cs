namespace ImageCodes.Model.Search;

/// <summary>
/// Makes segments, one after the other. Those of a large index share huge pages: a scan reads them from end to end, and walks the page tables
/// every 2 MB instead of every 4 kB. The first few have memory of their own, so that a small index stays small.
/// </summary>
/// <param name="words">Columns of a segment.</param>
internal sealed class SegmentMemory(int words)
{
    private readonly long _ofSegment = (long)words * CodeSegment.Capacity;
    private readonly int _onPage = (int)Math.Max(1, (long)HugePages.Size / sizeof(ulong) / ((long)words * CodeSegment.Capacity));
    private PinnedArray<ulong>? _page;
    private int _made;

    /// <summary>An empty segment.</summary>
    public CodeSegment Next()
    {
        var (isFirst, place) = (_made < _onPage, _made++ % _onPage);
        if (isFirst) return new CodeSegment(words);
        if (place == 0) _page = new PinnedArray<ulong>(Math.Max((long)HugePages.Size / sizeof(ulong), _ofSegment));
        return new CodeSegment(_page!, place * _ofSegment, words);
    }
}
