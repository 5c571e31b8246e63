using ImageCodes.Model.Codes;

namespace ImageCodes.Model.Search;

/// <summary>
/// Keeps the nearest that a search comes across, in the one order that all ways of searching share: distance, then the query's
/// margin, then id. A heap with the furthest on top, so that what cannot be among them is turned away by one comparison.
/// </summary>
internal sealed class NeighbourRanking
{
    [ThreadStatic]
    private static NeighbourRanking? _spare;

    /// <summary>A row that the search met, in the order of neighbours.</summary>
    // Where ids rise from row to row, the row stands for the id, which is looked up for the few that remain.
    public readonly record struct Candidate(int Distance, double Margin, long Key) : IComparable<Candidate>
    {
        public int CompareTo(Candidate other) =>
            Distance != other.Distance ? Distance.CompareTo(other.Distance)
            : !Margin.Equals(other.Margin) ? Margin.CompareTo(other.Margin)
            : Key.CompareTo(other.Key);
    }

    private const int AtFirst = 64;
    private const int MostSpared = 1 << 16;

    private Candidate[] _kept = new Candidate[AtFirst];
    private CodeRows _rows = CodeRows.None;
    private PictureCode _query = null!;
    private IReadOnlySet<long>? _only;
    private int _within;
    private int _count;
    private int _size;

    /// <summary>What lies further than this cannot be among the neighbours any more.</summary>
    public int Threshold { get; private set; }

    /// <summary>
    /// The threshold for rows beyond one. Where as many as asked for are kept, ids rise from row to row, and the last of the kept has no
    /// margin, which none can fall below, whatever is as far as that one and comes after it is turned away. -1 where nothing can be nearer.
    /// </summary>
    public int ThresholdBeyond(int row) =>
        _size == _count && _kept[0] is { Margin: 0 } last && _rows.HasRisingIds && row >= last.Key ? last.Distance - 1 : Threshold;

    /// <summary>One that nobody uses, empty. Give it back by <see cref="Return"/>.</summary>
    public static NeighbourRanking Rent(CodeRows rows, PictureCode query, int count, int within, IReadOnlySet<long>? only)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegative(within);
        var ranking = _spare ?? new NeighbourRanking();
        _spare = null;
        (ranking._rows, ranking._query, ranking._count, ranking._only) = (rows, query, count, only);
        ranking._within = ranking.Threshold = Math.Min(within, query.Bits);
        ranking._size = 0;
        return ranking;
    }

    /// <summary>Another one of the same query, empty, for another thread.</summary>
    /// <param name="within">Its threshold at first.</param>
    public NeighbourRanking RentAnother(int within) => Rent(_rows, _query, _count, within, _only);

    public void Return()
    {
        (_rows, _only) = (CodeRows.None, null);
        if (_kept.Length > MostSpared) _kept = new Candidate[AtFirst];   // once asked for millions, a thread would hold room for as many
        _spare = this;
    }

    /// <summary>Forgets what it came across, but not how near the neighbours are at the furthest.</summary>
    public void Clear() => (_size, _within) = (0, Threshold);

    /// <summary>Takes a row at or below the threshold, where it can be found.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="distance">Of its first bits from the query.</param>
    /// <param name="words">Its first bits.</param>
    public void Add(int row, int distance, ReadOnlySpan<ulong> words)
    {
        if (Wants(row, distance, words, out var candidate)) Keep(candidate);
    }

    /// <summary>
    /// Whether a row at or below the threshold is nearer than one of the kept, or there is still room, and can be found: most of what is
    /// just as far is turned away here.
    /// </summary>
    public bool Wants(int row, int distance, ReadOnlySpan<ulong> words, out Candidate candidate)
    {
        candidate = default;
        if (_only is not null && !_only.Contains(_rows.IdOf(row))) return false;   // most, where few may be found
        candidate = new Candidate(distance, _query.MarginTo(words), _rows.HasRisingIds ? row : _rows.IdOf(row));
        if (_size == _count && candidate.CompareTo(_kept[0]) >= 0) return false;
        return _rows.Present == _rows.Count || !_rows.IsRemoved(row);
    }

    /// <summary>Takes what another one of the same query came across.</summary>
    public void Add(NeighbourRanking other)
    {
        foreach (var candidate in other._kept.AsSpan(0, other._size))
        {
            if (candidate.Distance <= Threshold && (_size < _count || candidate.CompareTo(_kept[0]) < 0)) Keep(candidate);
        }
    }

    public IReadOnlyList<Neighbour> ToList()
    {
        var kept = _kept.AsSpan(0, _size);
        kept.Sort();
        var found = new Neighbour[_size];
        for (var i = 0; i < found.Length; i++)
            found[i] = new Neighbour(_rows.HasRisingIds ? _rows.IdOf((int)kept[i].Key) : kept[i].Key, kept[i].Distance);
        return found;
    }

    /// <summary>Takes what <see cref="Wants"/> gave, with nothing taken in between.</summary>
    public void Keep(in Candidate candidate)
    {
        if (_size < _count)
        {
            if (_size == _kept.Length) Array.Resize(ref _kept, 2 * _size);
            Rise(_size++, candidate);
        }
        else
        {
            Sink(candidate);
        }

        if (_size == _count) Threshold = Math.Min(_within, _kept[0].Distance);
    }

    private void Rise(int place, Candidate candidate)
    {
        for (int parent; place > 0 && candidate.CompareTo(_kept[parent = (place - 1) / 2]) > 0; place = parent) _kept[place] = _kept[parent];
        _kept[place] = candidate;
    }

    private void Sink(Candidate candidate)
    {
        var place = 0;
        for (var child = 1; child < _size; child = 2 * place + 1)
        {
            if (child + 1 < _size && _kept[child + 1].CompareTo(_kept[child]) > 0) child++;
            if (candidate.CompareTo(_kept[child]) >= 0) break;
            _kept[place] = _kept[child];
            place = child;
        }

        _kept[place] = candidate;
    }
}
