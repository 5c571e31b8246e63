using System.Diagnostics;
using ImageCodes.Model.Codes;

namespace ImageCodes.Model.Search;

/// <summary>
/// A few thousand codes by columns: all first words, then all second words, so that a search by a prefix reads the prefix
/// alone. What a reader holds never changes: appending writes past its <see cref="Count"/>, removing copies.
/// </summary>
internal sealed class CodeSegment
{
    /// <summary>Rows in a segment: its distances and one column stay in the processor's first cache.</summary>
    public const int Capacity = 2_048;

    private readonly ulong[][] _columns;
    private readonly long[] _ids;

    public CodeSegment(int words)
        : this([.. Enumerable.Range(0, words).Select(_ => new ulong[Capacity])], new long[Capacity], 0)
    {
    }

    private CodeSegment(ulong[][] columns, long[] ids, int count) => (_columns, _ids, Count) = (columns, ids, count);

    public int Count { get; }

    public bool IsFull => Count == Capacity;

    public ReadOnlySpan<long> Ids => _ids.AsSpan(0, Count);

    /// <summary>The same rows and one more. Only the newest view of a segment is appended to, by one writer at a time.</summary>
    public CodeSegment With(long id, BinaryCode code)
    {
        Debug.Assert(!IsFull);
        for (var word = 0; word < _columns.Length; word++) _columns[word][Count] = code.Words[word];
        _ids[Count] = id;
        return new CodeSegment(_columns, _ids, Count + 1);
    }

    /// <summary>The other rows; the last takes the place of the one that goes.</summary>
    public CodeSegment Without(long id)
    {
        var (row, last) = (Ids.IndexOf(id), Count - 1);
        var columns = _columns.Select(column => column.ToArray()).ToArray();
        var ids = _ids.ToArray();
        foreach (var column in columns) column[row] = column[last];
        ids[row] = ids[last];
        return new CodeSegment(columns, ids, last);
    }

    /// <summary>The distance of each row's first bits from the query.</summary>
    public void Distances(HammingKernel kernel, BinaryCode query, Span<ulong> distances)   // Count
    {
        distances.Clear();
        for (var word = 0; word < query.Words.Length; word++)
            Hamming.AddDistances(kernel, _columns[word].AsSpan(0, Count), query.Words[word], BinaryCode.MaskFor(query.Bits, word), distances);
    }

    /// <summary>Copies one row's words.</summary>
    public void CopyCode(int row, Span<ulong> words)
    {
        for (var word = 0; word < words.Length; word++) words[word] = _columns[word][row];
    }
}
