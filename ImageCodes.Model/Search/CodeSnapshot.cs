using ImageCodes.Model.Codes;

namespace ImageCodes.Model.Search;

/// <summary>
/// The codes of an index as they were at one moment, searchable. A query shorter than the stored codes is compared with their
/// first bits. Neighbours come in one order, however they were found: by distance, then by <see cref="PictureCode.MarginTo"/>
/// (how sure the query was of the bits that differ), then by id.
/// </summary>
public sealed class CodeSnapshot
{
    // A set of fewer than one in so many is looked up code by code, each a place in memory that nobody read before.
    private const int FewIds = 256;

    private readonly CodeIndex _index;
    private readonly CodeRows _rows;

    internal CodeSnapshot(CodeIndex index, CodeRows rows) => (_index, _rows) = (index, rows);

    /// <summary>How many codes can be found.</summary>
    public int Count => _rows.Present;

    /// <summary>Length of the stored codes.</summary>
    public int Bits => _index.Bits;

    internal CodeRows Rows => _rows;

    /// <summary>Whether it holds what another holds: nothing came or went in between.</summary>
    public bool IsSameAs(CodeSnapshot other) => _rows == other._rows;

    /// <summary>
    /// The <paramref name="count"/> nearest that lie within <paramref name="within"/> bits; fewer where there are no more.
    /// </summary>
    /// <param name="query">A code, or the first bits of one.</param>
    /// <param name="count">1 or more.</param>
    /// <param name="within">0 or more.</param>
    /// <param name="only">Where given, the only ids that may be found.</param>
    /// <exception cref="ArgumentException">The query is longer than the stored codes.</exception>
    public IReadOnlyList<Neighbour> Nearest(PictureCode query, int count, int within = int.MaxValue, IReadOnlySet<long>? only = null)
    {
        Refuse(query);
        var ranking = NeighbourRanking.Rent(_rows, query, count, within, only);
        // Where ids did not come in order, each is looked for in many runs.
        if (only is not null && (long)only.Count * Math.Max(1, _rows.Runs.Length) < _rows.Count / FewIds) SearchOnly(query, ranking, only);
        else Search(query, ranking);
        var found = ranking.ToList();
        ranking.Return();
        return found;
    }

    /// <summary>The same for many queries of one length, on all cores: quicker than one after the other.</summary>
    /// <returns>The neighbours of each query, in the order of the queries.</returns>
    /// <exception cref="ArgumentException">A query is longer than the stored codes, or not as long as the others.</exception>
    public IReadOnlyList<IReadOnlyList<Neighbour>> NearestOfEach(IReadOnlyList<PictureCode> queries, int count, int within = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegative(within);
        foreach (var query in queries)
        {
            Refuse(query);
            if (query.Bits != queries[0].Bits)
                throw new ArgumentException("Queries of one batch are of one length; "
                    + $"got {queries[0].Bits} and {query.Bits} bits.", nameof(queries));
        }

        if (queries.Count == 0) return [];
        var rankings = queries.Select(query => NeighbourRanking.Rent(_rows, query, count, within, null)).ToArray();
        var left = _index.TablesFor(_rows, queries[0].Bits) is { } tables ? SearchTables(tables, queries, rankings) : [.. Enumerable.Range(0, queries.Count)];
        LinearScan.SearchAll(_rows, [.. left.Select(i => queries[i])], [.. left.Select(i => rankings[i])], _index.Instructions, _index.Threads);
        return [.. rankings.Select(ranking => ranking.ToList())];
    }

    /// <summary>
    /// Everything within <paramref name="radius"/> bits, the Hamming ball, as it is come across: in no order, and never all in memory.
    /// </summary>
    /// <exception cref="ArgumentException">The query is longer than the stored codes.</exception>
    public IEnumerable<Neighbour> Ball(PictureCode query, int radius)
    {
        Refuse(query);
        ArgumentOutOfRangeException.ThrowIfNegative(radius);
        return Within(query, radius);
    }

    /// <summary>How many codes lie at each distance from the query, 0 to the length, by the first bits of each length.</summary>
    /// <param name="query">As long as the longest length, or longer.</param>
    /// <param name="lengths">In bits, 1 to the query's.</param>
    /// <exception cref="ArgumentException">The query is longer than the stored codes, or a length longer than the query.</exception>
    public IReadOnlyDictionary<int, IReadOnlyList<int>> CountByDistance(PictureCode query, IEnumerable<int> lengths)
    {
        Refuse(query);
        List<int> rising = [.. lengths.Distinct().Order()];
        if (rising.Count == 0 || rising[0] < 1 || rising[^1] > query.Bits)
            throw new ArgumentException(
                $"A query of {query.Bits} bits is compared by its first 1 to {query.Bits}; got {string.Join(", ", rising)}.", nameof(lengths));
        return rising.Zip(LinearScan.CountByDistance(_rows, query, rising, _index.Threads))
            .ToDictionary(pair => pair.First, pair => (IReadOnlyList<int>)pair.Second);
    }

    /// <summary>The code with an id; null where there is none.</summary>
    public BinaryCode? Find(long id)
    {
        if (_rows.Find(id) is not (>= 0 and var row)) return null;
        Span<ulong> words = stackalloc ulong[BinaryCode.WordsFor(_index.Bits)];
        _rows.CopyCode(row, words);
        return BinaryCode.FromWords(_index.Bits, words);
    }

    /// <summary>
    /// Some of the codes with their ids, spread evenly over all; all of them where there are no more than <paramref name="most"/>.
    /// </summary>
    public IReadOnlyList<KeyValuePair<long, BinaryCode>> Sample(int most)
    {
        var count = Math.Min(most, Count);
        var sample = new List<KeyValuePair<long, BinaryCode>>(count);
        Span<ulong> words = stackalloc ulong[BinaryCode.WordsFor(_index.Bits)];
        for (var (row, present) = (0, 0L); sample.Count < count; row++)
        {
            if (_rows.IsRemoved(row)) continue;
            present++;
            if (present * count / Count <= sample.Count) continue;   // not its turn yet
            _rows.CopyCode(row, words);
            sample.Add(KeyValuePair.Create(_rows.IdOf(row), BinaryCode.FromWords(_index.Bits, words)));
        }

        return sample;
    }

    /// <summary>
    /// How many different codes there are, and those that most pictures have, the most frequent first. All codes are sorted for it.
    /// </summary>
    /// <param name="most">How many of these to tell at most.</param>
    /// <param name="idsOfEach">How many ids of each.</param>
    internal (int Distinct, IReadOnlyList<FrequentCode> Codes) MostFrequent(int most, int idsOfEach) =>
        new FrequentCodes(_rows, _index.Bits).Count(most, idsOfEach);

    private IEnumerable<Neighbour> Within(PictureCode query, int radius)
    {
        for (var segment = 0; segment < _rows.Segments.Length; segment++)
        {
            foreach (var near in LinearScan.Within(_rows, segment, query, radius, _index.Instructions)) yield return near;
        }
    }

    private void Search(PictureCode query, NeighbourRanking ranking)
    {
        var from = 0;
        if (_index.TablesFor(_rows, query.Bits) is { } tables)
        {
            if (tables.TrySearch(query, ranking, _index.Instructions, _index.ScanCost(_rows, query.Bits))) from = tables.Count;
            else ranking.Clear();
        }

        LinearScan.Search(_rows, from, query, ranking, _index.Instructions, _index.Threads);
    }

    private void SearchOnly(PictureCode query, NeighbourRanking ranking, IReadOnlySet<long> only)
    {
        Span<ulong> words = stackalloc ulong[query.Code.Words.Length];
        var mask = BinaryCode.MaskFor(query.Bits, words.Length - 1);
        foreach (var id in only)
        {
            if (_rows.Find(id) is not (>= 0 and var row)) continue;
            _rows.CopyCode(row, words);
            words[^1] &= mask;
            var distance = Hamming.Distance(words, query.Code.Words);
            if (distance <= ranking.Threshold) ranking.Add(row, distance, words);
        }
    }

    /// <summary>Asks the tables, and scans what came after them.</summary>
    /// <returns>The numbers of the queries that are to be scanned for.</returns>
    private int[] SearchTables(MultiIndexTables tables, IReadOnlyList<PictureCode> queries, NeighbourRanking[] rankings)
    {
        var isLeft = new bool[queries.Count];
        var scan = _index.ScanCostInBatch(_rows, tables.Bits, queries.Count);
        Parallel.For(0, queries.Count, new ParallelOptions { MaxDegreeOfParallelism = _index.Threads, TaskScheduler = null }, i =>
        {
            isLeft[i] = !tables.TrySearch(queries[i], rankings[i], _index.Instructions, scan);
            if (isLeft[i]) rankings[i].Clear();
            else LinearScan.Search(_rows, tables.Count, _rows.Count, queries[i], rankings[i], _index.Instructions);
        });
        return [.. Enumerable.Range(0, queries.Count).Where(i => isLeft[i])];
    }

    private void Refuse(PictureCode query)
    {
        if (query.Bits < 1) throw new ArgumentException("A query has at least one bit.", nameof(query));
        if (query.Bits > _index.Bits)
            throw new ArgumentException($"The index holds {_index.Bits}-bit codes; the query has {query.Bits} bits.", nameof(query));
    }
}
