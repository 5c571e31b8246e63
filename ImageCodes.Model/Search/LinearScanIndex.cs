using ImageCodes.Model.Codes;

namespace ImageCodes.Model.Search;

/// <summary>Compares the query with every code. The honest baseline: nothing to build, nothing to tune, as exact as it is simple.</summary>
public sealed class LinearScanIndex : ICodeIndex
{
    private readonly HammingKernel _kernel;
    private readonly Lock _writing = new();
    private readonly Dictionary<long, int> _segmentOf = [];   // this and the next two: used by writers only
    private readonly Stack<int> _empty = [];                  // segments that all rows were taken out of
    private int _tail = -1;                                   // the segment that is being filled
    private CodeSegment[] _segments = [];                     // replaced whole, so a reader's array never changes

    public LinearScanIndex(int bits)
        : this(bits, Hamming.BestKernel)
    {
    }

    /// <param name="bits">Length of the codes.</param>
    /// <param name="kernel">Which instructions count differing bits; the results are the same.</param>
    public LinearScanIndex(int bits, HammingKernel kernel)
    {
        if (bits is < 1 or > BinaryCode.MaxBits) throw new ArgumentOutOfRangeException(nameof(bits), $"A code has 1 to {BinaryCode.MaxBits} bits; got {bits}.");
        (Bits, _kernel) = (bits, kernel);
    }

    public int Bits { get; }

    public int Count => Volatile.Read(ref _segments).Sum(segment => segment.Count);

    public void Add(IReadOnlyCollection<KeyValuePair<long, BinaryCode>> codes)
    {
        foreach (var (_, code) in codes)
        {
            if (code.Bits != Bits) throw new ArgumentException($"The index holds {Bits}-bit codes; got {code.Bits} bits.", nameof(codes));
        }

        lock (_writing)
        {
            var segments = _segments.ToList();
            foreach (var (id, code) in codes)
            {
                TakeOut(segments, id);
                if (_tail < 0 || segments[_tail].IsFull) _tail = NextTail(segments);
                segments[_tail] = segments[_tail].With(id, code);
                _segmentOf[id] = _tail;
            }

            Volatile.Write(ref _segments, [.. segments]);
        }
    }

    public int Remove(IReadOnlyCollection<long> ids)
    {
        lock (_writing)
        {
            var segments = _segments.ToList();
            var removed = ids.Count(id => TakeOut(segments, id));
            Volatile.Write(ref _segments, [.. segments]);
            return removed;
        }
    }

    public IReadOnlyList<Neighbour> Nearest(PictureCode query, int count, int within = int.MaxValue)
    {
        if (query.Bits > Bits) throw new ArgumentException($"The index holds {Bits}-bit codes; the query has {query.Bits} bits.", nameof(query));
        var ranking = new NeighbourRanking(query, count, within);
        Span<ulong> distances = stackalloc ulong[CodeSegment.Capacity];
        Span<ulong> words = stackalloc ulong[query.Code.Words.Length];
        foreach (var segment in Volatile.Read(ref _segments))
        {
            var found = distances[..segment.Count];
            segment.Distances(_kernel, query.Code, found);
            for (var row = 0; row < found.Length; row++)
            {
                if (found[row] > (ulong)ranking.Threshold) continue;
                segment.CopyCode(row, words);
                ranking.Add(segment.Ids[row], (int)found[row], words);
            }
        }

        return ranking.ToList();
    }

    public IReadOnlyList<Neighbour> Ball(PictureCode query, int radius) => Nearest(query, int.MaxValue, radius);

    private int NextTail(List<CodeSegment> segments)
    {
        if (_empty.TryPop(out var place)) return place;
        segments.Add(new CodeSegment(BinaryCode.WordsFor(Bits)));
        return segments.Count - 1;
    }

    private bool TakeOut(List<CodeSegment> segments, long id)
    {
        if (!_segmentOf.Remove(id, out var place)) return false;
        segments[place] = segments[place].Without(id);
        if (segments[place].Count == 0 && place != _tail) _empty.Push(place);
        return true;
    }
}
