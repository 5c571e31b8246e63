namespace ImageCodes.Model.Search;

/// <summary>All codes as they are at one moment. Rows are numbered in the order in which they came and keep their numbers.</summary>
internal sealed class CodeRows(CodeSegment[] segments, int[] runs, int arrangement, long version)
{
    public static CodeRows None { get; } = new([], [], 0, 0);

    /// <summary>All but the last are full.</summary>
    public CodeSegment[] Segments { get; } = segments;

    /// <summary>Numbers of rows at which an id does not rise: between two of them ids rise from row to row.</summary>
    public int[] Runs { get; } = runs;

    /// <summary>Counts what was done to the rows: of two views of them the later one has the higher number.</summary>
    public long Version { get; } = version;

    /// <summary>Rows of two arrangements are numbered differently.</summary>
    public int Arrangement { get; } = arrangement;

    /// <summary>Rows, with those that were taken out.</summary>
    public int Count { get; } = segments.Length == 0 ? 0 : (segments.Length - 1) * CodeSegment.Capacity + segments[^1].Count;

    /// <summary>Codes that can be found.</summary>
    public int Present { get; } = segments.Sum(segment => segment.Count - segment.RemovedCount);

    /// <summary>Whether ids rise from each row to the next.</summary>
    public bool HasRisingIds => Runs.Length <= 1;

    /// <summary>Of those that can be found and those that were taken out; the least there is where there are no rows.</summary>
    public long HighestId =>
        Runs.Select((_, run) => IdOf(run + 1 < Runs.Length ? Runs[run + 1] - 1 : Count - 1)).DefaultIfEmpty(long.MinValue).Max();

    public long Bytes => Segments.Sum(segment => segment.Bytes);

    public long IdOf(int row) => Segments[row >> CodeSegment.Shift].IdOf(Place(row));

    public bool IsRemoved(int row) => Segments[row >> CodeSegment.Shift].IsRemoved(Place(row));

    /// <summary>One word of a row's code.</summary>
    public ulong Word(int row, int word) => Segments[row >> CodeSegment.Shift].Word(Place(row), word);

    public void CopyCode(int row, Span<ulong> words) => Segments[row >> CodeSegment.Shift].CopyCode(Place(row), words);

    /// <summary>The row that holds an id, or -1.</summary>
    public int Find(long id)
    {
        // The newest run first: an id that came twice is there, and its earlier row was taken out.
        for (var run = Runs.Length - 1; run >= 0; run--)
        {
            var (first, last) = (Runs[run], run + 1 < Runs.Length ? Runs[run + 1] - 1 : Count - 1);
            if (id < IdOf(first) || id > IdOf(last)) continue;
            while (first < last)
            {
                var middle = first + (last - first) / 2;
                if (IdOf(middle) < id) first = middle + 1;
                else last = middle;
            }

            if (IdOf(first) == id && !IsRemoved(first)) return first;
        }

        return -1;
    }

    public static int Place(int row) => row & (CodeSegment.Capacity - 1);
}
