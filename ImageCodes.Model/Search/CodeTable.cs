namespace ImageCodes.Model.Search;

/// <summary>
/// Keeps the rows of an index. One writer at a time; <see cref="Rows"/> is replaced whole, so who holds it reads on undisturbed.
/// </summary>
internal sealed class CodeTable(int bits)
{
    private const int MostRuns = 1_024;   // above, finding the row of an id takes too long

    private readonly int _words = Codes.BinaryCode.WordsFor(bits);
    private SegmentMemory _memory = new(Codes.BinaryCode.WordsFor(bits));
    private CodeRows _rows = CodeRows.None;

    public CodeRows Rows => Volatile.Read(ref _rows);

    /// <summary>Of memory, with what is asked for ahead.</summary>
    public long Bytes => Rows.Bytes + _memory.BytesAhead;

    /// <summary>Appends codes; the rows of ids that are there already are taken out. All becomes visible together.</summary>
    public void Add(CodeBatch batch)
    {
        if (batch.Count == 0) return;
        var places = batch.ByRisingId();
        var highest = _rows.HighestId;   // most of what is added is new, and above it
        var rows = Take(_rows, places.Select(batch.IdOf).TakeWhile(id => id <= highest));
        var segments = rows.Segments.ToList();
        var startsRun = rows.Count == 0 || batch.IdOf(places[0]) <= rows.IdOf(rows.Count - 1);
        for (var done = 0; done < places.Count;)
        {
            if (segments.Count == 0 || segments[^1].IsFull) segments.Add(_memory.Next());
            var count = Math.Min(places.Count - done, CodeSegment.Capacity - segments[^1].Count);
            segments[^1] = segments[^1].With(batch, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(places).Slice(done, count));
            done += count;
        }

        Publish(new CodeRows([.. segments], startsRun ? [.. rows.Runs, rows.Count] : rows.Runs, rows.Arrangement, _rows.Version + 1));
    }

    /// <summary>Takes codes out, and returns how many of them were there.</summary>
    public int Remove(IEnumerable<long> ids)
    {
        var (before, after) = (_rows, Take(_rows, ids.Distinct()));
        if (after != before) Publish(after);   // who holds the rows sees whether they changed
        return before.Present - after.Present;
    }

    /// <summary>Numbers the rows by rising id, where they are not.</summary>
    public void Arrange()
    {
        if (!_rows.HasRisingIds) Volatile.Write(ref _rows, Arrange(_rows));
    }

    private static CodeRows Take(CodeRows rows, IEnumerable<long> ids)
    {
        if (rows.Count == 0) return rows;
        var taken = ids.Select(rows.Find).Where(row => row >= 0).GroupBy(row => row >> CodeSegment.Shift, CodeRows.Place).ToList();
        if (taken.Count == 0) return rows;
        var segments = (CodeSegment[])rows.Segments.Clone();
        foreach (var places in taken) segments[places.Key] = segments[places.Key].Without([.. places]);
        return new CodeRows(segments, rows.Runs, rows.Arrangement, rows.Version + 1);
    }

    private void Publish(CodeRows rows)
    {
        var removed = rows.Count - rows.Present;
        if (rows.Runs.Length > MostRuns || removed > CodeSegment.Capacity && removed > rows.Count / 2) rows = Arrange(rows);
        Volatile.Write(ref _rows, rows);
    }

    /// <summary>The same codes without what was taken out, by rising id.</summary>
    private CodeRows Arrange(CodeRows rows)
    {
        var memory = new SegmentMemory(_words);
        var present = Enumerable.Range(0, rows.Count).Where(row => !rows.IsRemoved(row)).ToArray();
        Array.Sort(Array.ConvertAll(present, rows.IdOf), present);
        var arranged = new CodeRows(
            [.. present.Chunk(CodeSegment.Capacity).Select(Copy)], present.Length == 0 ? [] : [0], rows.Arrangement + 1, rows.Version + 1);
        _memory = memory;   // goes on where these end
        return arranged;

        CodeSegment Copy(int[] some)   // one at a time: beside all codes there is little room for anything as large
        {
            var batch = new CodeBatch(bits);
            Span<ulong> words = stackalloc ulong[_words];
            foreach (var row in some)
            {
                rows.CopyCode(row, words);
                batch.Add(rows.IdOf(row), words);
            }

            return memory.Next().With(batch, Enumerable.Range(0, some.Length).ToArray());
        }
    }
}
