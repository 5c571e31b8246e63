using ImageCodes.Model.Codes;
using ImageCodes.Model.Search.Kernels;

namespace ImageCodes.Model.Search;

/// <summary>
/// All rows by the value of one chunk: a directory of all values, and behind it, value after value, a sketch of each code
/// and its row. The sketch is the whole code where that is one word or two. Else it is the two words beside the chunk's, for the chunk
/// itself says least about the distance; one would not do, because unrelated codes differ in half of a word's bits, and neighbours of long
/// codes often differ in more.
/// </summary>
internal sealed unsafe class ChunkTable
{
    private const int MostSketchWords = 2;

    private readonly PinnedArray<uint> _directory;   // where the entries of a value begin; one more at the end
    private readonly PinnedArray<ulong> _sketches;
    private readonly PinnedArray<int> _rows;

    /// <param name="rows">What to hold; removed rows are left out.</param>
    /// <param name="chunk">By which bits.</param>
    /// <param name="bits">Length of the codes that are compared.</param>
    public ChunkTable(CodeRows rows, CodeChunk chunk, int bits)
    {
        Chunk = chunk;
        var words = BinaryCode.WordsFor(bits);
        SketchWords = Math.Min(words, MostSketchWords);
        IsWhole = words <= MostSketchWords;
        First = Sketched(IsWhole ? 0 : chunk.Word + 1);
        Second = Sketched(IsWhole ? 1 : chunk.Word + 2);
        (int, ulong) Sketched(int word) => (word % words, BinaryCode.MaskFor(bits, word % words));
        _directory = new PinnedArray<uint>((1L << chunk.Bits) + 1);
        // Counted, then summed, then filled from the end of each value's entries: afterwards the directory holds their starts.
        foreach (var segment in rows.Segments) Count(segment);
        var sum = 0U;
        for (var key = 0; key < _directory.Length; key++) _directory.Start[key] = sum += _directory.Start[key];
        // Eight sketches are read from wherever a value begins, so the last ones need something behind them.
        (_sketches, _rows) = (new PinnedArray<ulong>(((long)sum + SketchKernel.Side) * SketchWords), new PinnedArray<int>(sum));
        for (var number = rows.Segments.Length - 1; number >= 0; number--) Fill(rows.Segments[number], number << CodeSegment.Shift);
    }

    public CodeChunk Chunk { get; }

    /// <summary>Whether a sketch is the code, its words in their order.</summary>
    public bool IsWhole { get; }

    /// <summary>How many words of a code stand beside its row: 1 or 2.</summary>
    public int SketchWords { get; }

    /// <summary>Which word of the code the first is, and its bits that count.</summary>
    public (int Word, ulong Mask) First { get; }

    /// <summary>The same of the second, where there is one.</summary>
    public (int Word, ulong Mask) Second { get; }

    public long Bytes => _directory.Bytes + _sketches.Bytes + _rows.Bytes;

    /// <summary>How many rows a value has at the mean.</summary>
    public double MeanLength => (double)_rows.Length / (_directory.Length - 1);

    /// <summary>Where the entries of a value begin; those of the next value follow.</summary>
    public uint* Directory => _directory.Start;

    /// <summary>Entry after entry, each of <see cref="SketchWords"/> words.</summary>
    public ulong* Sketches => _sketches.Start;

    /// <summary>Entry after entry. Those of a value rise.</summary>
    public int* Rows => _rows.Start;

    /// <summary>The rows of one value, rising.</summary>
    public ReadOnlySpan<int> RowsOf(uint key) => new(_rows.Start + _directory.Start[key], LengthOf(key));

    /// <summary>How many rows a value has.</summary>
    public int LengthOf(uint key) => (int)(_directory.Start[key + 1] - _directory.Start[key]);

    private void Count(CodeSegment segment)
    {
        var column = segment.Column(Chunk.Word);
        for (var place = 0; place < segment.Count; place++)
        {
            if (!segment.IsRemoved(place)) _directory.Start[Chunk.Key(column[place])]++;
        }
    }

    /// <summary>From the last row to the first, each before those of its value that are there already.</summary>
    private void Fill(CodeSegment segment, int firstRow)
    {
        var column = segment.Column(Chunk.Word);
        var first = segment.Column(First.Word);
        var second = segment.Column(Second.Word);
        for (var place = segment.Count - 1; place >= 0; place--)
        {
            if (segment.IsRemoved(place)) continue;
            var at = --_directory.Start[Chunk.Key(column[place])];
            _sketches.Start[(long)at * SketchWords] = first[place];
            if (SketchWords == 2) _sketches.Start[(long)at * 2 + 1] = second[place];
            _rows.Start[at] = firstRow + place;
        }
    }
}
