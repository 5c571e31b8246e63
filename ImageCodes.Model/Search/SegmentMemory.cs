namespace ImageCodes.Model.Search;

/// <summary>
/// Makes segments, one after the other. Those of a large index share huge pages: a scan reads them from end to end, and walks the page
/// tables every 2 MB instead of every 4 kB. The first sixteen have memory of their own, so that a small index stays small; of the others
/// sixteen are asked for at a time, and later an eighth of what there is.
/// </summary>
/// <param name="words">Columns of a segment.</param>
internal sealed class SegmentMemory(int words)
{
    // Segments that fill whole pages, however many columns they have.
    private const int Least = (int)HugePages.Size / (CodeSegment.Capacity * sizeof(ulong));
    private const int Most = 16 * Least;

    private PinnedArray<ulong>? _shared;
    private int _made;
    private int _handedOut;   // of what is shared

    /// <summary>Of memory that is shared and not handed out yet.</summary>
    public long BytesAhead => _shared is { } shared ? shared.Bytes - _handedOut * (long)words * CodeSegment.Capacity * sizeof(ulong) : 0;

    /// <summary>An empty segment.</summary>
    public CodeSegment Next()
    {
        var ofSegment = (long)words * CodeSegment.Capacity;
        if (_made++ < Least) return new CodeSegment(words);
        if (_shared is null || _handedOut * ofSegment == _shared.Length)
            (_shared, _handedOut) = (new PinnedArray<ulong>(Math.Clamp(_made / 8 / Least * Least, Least, Most) * ofSegment), 0);
        return new CodeSegment(_shared, _handedOut++ * ofSegment, words);
    }
}
