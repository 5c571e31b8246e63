using System.Diagnostics;

namespace ImageCodes.Model.Search;

/// <summary>
/// Some thousand codes by columns: all first words, then all second words, so that a search by a prefix reads the prefix
/// alone. What a reader holds never changes: appending writes past its <see cref="Count"/>, and a row that is taken out stays
/// where it is, marked in a view of its own.
/// </summary>
internal sealed unsafe class CodeSegment
{
    /// <summary>Rows in a segment: a column of them stays in the processor's second cache.</summary>
    public const int Capacity = 1 << Shift;

    /// <summary>A row's number is its segment's shifted by so much, and its place there.</summary>
    public const int Shift = 14;

    private readonly PinnedArray<ulong> _memory;   // shared, maybe, with other segments
    private readonly long _start;                  // of the first column; the others follow
    private readonly int _words;
    private readonly long _firstId;
    private readonly long[]? _ids;        // null where each id is the one after the last, as pictures come
    private readonly ulong[]? _removed;   // one bit a row; null where there is none

    public CodeSegment(int words)
        : this(new PinnedArray<ulong>((long)words * Capacity), 0, words)
    {
    }

    /// <param name="memory">Holds the columns, one after the other, and maybe those of others.</param>
    /// <param name="start">Where the first one begins.</param>
    /// <param name="words">Columns.</param>
    public CodeSegment(PinnedArray<ulong> memory, long start, int words)
        : this(memory, start, words, 0, null, null, 0, 0)
    {
    }

    private CodeSegment(PinnedArray<ulong> memory, long start, int words, long firstId, long[]? ids, ulong[]? removed, int count, int removedCount) =>
        (_memory, _start, _words, _firstId, _ids, _removed, Count, RemovedCount) = (memory, start, words, firstId, ids, removed, count, removedCount);

    /// <summary>Rows, with those that were taken out.</summary>
    public int Count { get; }

    public int RemovedCount { get; }

    public bool IsFull => Count == Capacity;

    public long Bytes =>
        (long)sizeof(ulong) * Capacity * _words + (_ids is null ? 0 : sizeof(long) * Capacity) + (_removed is null ? 0 : Capacity / 8);

    public long IdOf(int place) => _ids is null ? _firstId + place : _ids[place];

    /// <summary>The first of a word of all rows.</summary>
    public ulong* Column(int word) => _memory.Start + _start + (long)word * Capacity;

    /// <summary>One word of a row's code.</summary>
    public ulong Word(int place, int word) => Column(word)[place];

    public bool IsRemoved(int place) => _removed is not null && (_removed[place >> 6] >> (place & 63) & 1) != 0;

    /// <summary>The same rows and more. Only the newest view of a segment is appended to, by one writer at a time.</summary>
    public CodeSegment With(CodeBatch batch, ReadOnlySpan<int> places)
    {
        Debug.Assert(Count + places.Length <= Capacity);
        for (var i = 0; i < places.Length; i++)
        {
            var code = batch.Code(places[i]);
            for (var word = 0; word < code.Length; word++) Column(word)[Count + i] = code[word];
        }

        var firstId = Count == 0 ? batch.IdOf(places[0]) : _firstId;
        var ids = _ids;
        if (ids is null && !Follow(batch, places, firstId + Count))
        {
            ids = new long[Capacity];
            for (var place = 0; place < Count; place++) ids[place] = firstId + place;
        }

        for (var i = 0; ids is not null && i < places.Length; i++) ids[Count + i] = batch.IdOf(places[i]);
        return new CodeSegment(_memory, _start, _words, firstId, ids, _removed, Count + places.Length, RemovedCount);
    }

    private static bool Follow(CodeBatch batch, ReadOnlySpan<int> places, long next)
    {
        foreach (var place in places)
        {
            if (batch.IdOf(place) != next++) return false;
        }

        return true;
    }

    /// <summary>The same rows, some of them taken out, each for the first time.</summary>
    public CodeSegment Without(IReadOnlyCollection<int> places)
    {
        var removed = _removed?.ToArray() ?? new ulong[Capacity / 64];
        foreach (var place in places) removed[place >> 6] |= 1UL << (place & 63);
        return new CodeSegment(_memory, _start, _words, _firstId, _ids, removed, Count, RemovedCount + places.Count);
    }

    /// <summary>Copies the first words of a row.</summary>
    public void CopyCode(int place, Span<ulong> words)
    {
        for (var word = 0; word < words.Length; word++) words[word] = Column(word)[place];
    }
}
