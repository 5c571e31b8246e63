using ImageCodes.Model.Codes;

namespace ImageCodes.Model.Search;

/// <summary>
/// Gathers what a search comes across, keeps no more than can still matter, and puts it in the one order that all indexes
/// share: distance, then the query's margin, then id.
/// </summary>
internal sealed class NeighbourRanking
{
    private readonly PictureCode _query;
    private readonly int _count;
    private readonly int[] _seen;   // how many were seen at each distance
    private readonly List<(int Distance, long Id, double Margin)> _kept = [];
    private int _nearer;            // how many were seen at or below the threshold

    public NeighbourRanking(PictureCode query, int count, int within)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegative(within);
        (_query, _count) = (query, count);
        Threshold = Math.Min(within, query.Bits);
        _seen = new int[Threshold + 1];
    }

    /// <summary>What lies further than this cannot be among the neighbours any more.</summary>
    public int Threshold { get; private set; }

    /// <summary>Takes a picture at or below the threshold. <paramref name="words"/> is its stored code.</summary>
    public void Add(long id, int distance, ReadOnlySpan<ulong> words)
    {
        _kept.Add((distance, id, _query.MarginTo(words)));
        _seen[distance]++;
        _nearer++;
        while (_nearer - _seen[Threshold] >= _count) _nearer -= _seen[Threshold--];
        if (_kept.Count >= 4_096 && _kept.Count > 2 * _nearer) _kept.RemoveAll(candidate => candidate.Distance > Threshold);
    }

    public IReadOnlyList<Neighbour> ToList()
    {
        _kept.RemoveAll(candidate => candidate.Distance > Threshold);
        _kept.Sort(static (a, b) =>
            a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance)
            : a.Margin != b.Margin ? a.Margin.CompareTo(b.Margin)
            : a.Id.CompareTo(b.Id));
        return [.. _kept.Take(_count).Select(candidate => new Neighbour(candidate.Id, candidate.Distance))];
    }
}
