using ImageCodes.Model.Codes;

namespace ImageCodes.Model.Search;

/// <summary>
/// Gathers what a search comes across, keeps no more than can still matter, and puts it in the one order that all ways of
/// searching share: distance, then the query's margin, then id.
/// </summary>
internal sealed class NeighbourRanking
{
    private const int TidiedAt = 1_024;

    [ThreadStatic]
    private static NeighbourRanking? _spare;

    private readonly List<(int Distance, long Id, double Margin)> _kept = [];
    private int[] _seen = [];        // how many were seen at each distance
    private PictureCode _query = null!;
    private IReadOnlySet<long>? _only;
    private int _count;
    private int _nearer;             // how many were seen at or below the threshold

    /// <summary>What lies further than this cannot be among the neighbours any more.</summary>
    public int Threshold { get; private set; }

    /// <summary>One that nobody uses, empty. Give it back by <see cref="Return"/>.</summary>
    public static NeighbourRanking Rent(PictureCode query, int count, int within, IReadOnlySet<long>? only)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegative(within);
        var ranking = _spare ?? new NeighbourRanking();
        _spare = null;
        (ranking._query, ranking._count, ranking._only) = (query, count, only);
        ranking.Threshold = Math.Min(within, query.Bits);
        if (ranking._seen.Length <= query.Bits) ranking._seen = new int[query.Bits + 1];
        ranking.Clear();
        return ranking;
    }

    public void Return() => _spare = this;

    /// <summary>Forgets what it came across, but not how near the neighbours are at the furthest.</summary>
    public void Clear()
    {
        _kept.Clear();
        Array.Clear(_seen, 0, Threshold + 1);
        _nearer = 0;
    }

    /// <summary>Takes a row at or below the threshold, where it can be found.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="row">Its number.</param>
    /// <param name="distance">Of its first bits from the query.</param>
    /// <param name="words">Its first bits.</param>
    public void Add(CodeRows rows, int row, int distance, ReadOnlySpan<ulong> words)
    {
        if (rows.IsRemoved(row)) return;
        var id = rows.IdOf(row);
        if (_only is not null && !_only.Contains(id)) return;
        Add((distance, id, _query.MarginTo(words)));
    }

    /// <summary>Takes what another one came across.</summary>
    public void Add(NeighbourRanking other)
    {
        foreach (var candidate in other._kept)
        {
            if (candidate.Distance <= Threshold) Add(candidate);
        }
    }

    public IReadOnlyList<Neighbour> ToList()
    {
        Tidy();
        _kept.Sort(static (a, b) =>
            a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance)
            : a.Margin != b.Margin ? a.Margin.CompareTo(b.Margin)
            : a.Id.CompareTo(b.Id));
        var found = new Neighbour[Math.Min(_count, _kept.Count)];
        for (var i = 0; i < found.Length; i++) found[i] = new Neighbour(_kept[i].Id, _kept[i].Distance);
        return found;
    }

    private void Add((int Distance, long Id, double Margin) candidate)
    {
        _kept.Add(candidate);
        _seen[candidate.Distance]++;
        _nearer++;
        while (_nearer - _seen[Threshold] >= _count) _nearer -= _seen[Threshold--];
        if (_kept.Count >= TidiedAt && _kept.Count > 2 * _nearer) Tidy();
    }

    private void Tidy()
    {
        var kept = 0;
        foreach (var candidate in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_kept))
        {
            if (candidate.Distance <= Threshold) _kept[kept++] = candidate;
        }

        _kept.RemoveRange(kept, _kept.Count - kept);
    }
}
