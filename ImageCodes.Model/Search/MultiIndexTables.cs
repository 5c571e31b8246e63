using ImageCodes.Model.Codes;
using ImageCodes.Model.Search.Kernels;

namespace ImageCodes.Model.Search;

/// <summary>
/// Multi-index hashing (Norouzi, Punjani and Fleet 2012): a table for each of some chunks of the code. Two codes that differ in
/// few bits differ in fewer still in some chunk, so looking up all values near the query's in each table finds everything near.
/// The next table to be asked, one bit further than before, is always the one where that costs least; tables of one chunk are
/// the address table of semantic hashing (Salakhutdinov and Hinton 2009).
/// </summary>
internal sealed unsafe class MultiIndexTables
{
    // What things cost, in words read by a scan.
    private const double LookUp = 80;         // for each word of a sketch
    private const double Entry = 3;           // the same
    private const double Verification = 150;
    private const double ShareTried = 0.05;   // of a scan's cost: spent before giving up at the latest
    private const double NearbyShare = 0.5;   // how full values are one bit further, of how full they were here

    private readonly int _arrangement;
    private readonly long _version;

    private MultiIndexTables(CodeRows rows, int bits, ChunkTable[] tables)
    {
        (Tables, Bits, Words) = (tables, bits, BinaryCode.WordsFor(bits));
        (Count, _arrangement, _version) = (rows.Count, rows.Arrangement, rows.Version);
        if (tables[0].IsWhole) return;
        Codes = new PinnedArray<ulong>((long)Count * Words);
        for (var row = 0; row < Count; row++) rows.CopyCode(row, new Span<ulong>(Codes.Start + (long)row * Words, Words));
    }

    public ChunkTable[] Tables { get; }

    /// <summary>(Count, Words): all words of a code together, where they are not whole in the tables; else null.</summary>
    public PinnedArray<ulong>? Codes { get; }

    /// <summary>How many of the first bits are compared.</summary>
    public int Bits { get; }

    /// <summary>In how many words these are.</summary>
    public int Words { get; }

    /// <summary>How many rows, from the first, are in the tables.</summary>
    public int Count { get; }

    public long Bytes => Tables.Sum(table => table.Bytes) + (Codes?.Bytes ?? 0);

    /// <param name="rows">What to hold.</param>
    /// <param name="bits">How many of the first bits are compared.</param>
    /// <param name="chunks">Which parts of them have a table; together all bits.</param>
    /// <param name="threads">How many tables are made at a time.</param>
    public static MultiIndexTables Build(CodeRows rows, int bits, IReadOnlyList<CodeChunk> chunks, int threads)
    {
        var tables = new ChunkTable[chunks.Count];
        Parallel.For(0, chunks.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => tables[i] = new ChunkTable(rows, chunks[i], bits));
        return new MultiIndexTables(rows, bits, tables);
    }

    /// <summary>
    /// Whether the tables hold all that these rows held first: they are numbered in the same way, and no older. What was removed before the
    /// tables were made is not in them.
    /// </summary>
    public bool Fits(CodeRows rows) => rows.Arrangement == _arrangement && rows.Version >= _version;

    /// <summary>Takes what is near among the first rows, or gives up where comparing with all of them is cheaper.</summary>
    /// <param name="query">A code of the tables' length.</param>
    /// <param name="ranking">Keeps the neighbours.</param>
    /// <param name="instructions">What to compare with.</param>
    /// <param name="scan">
    /// What the scan would cost that it gives way to, in words that one core reads; infinite where there is none.
    /// </param>
    /// <returns>Whether it found everything that the ranking can still keep; otherwise what it took is to be thrown away.</returns>
    public bool TrySearch(PictureCode query, NeighbourRanking ranking, InstructionSet instructions, double scan)
    {
        Span<int> searched = stackalloc int[Tables.Length];           // within how many bits each table was asked: -1 none
        Span<double> fullness = stackalloc double[Tables.Length];     // entries a value, as far as is known near the query
        Span<double> costs = stackalloc double[Tables.Length];        // of one bit further
        searched.Fill(-1);
        for (var i = 0; i < Tables.Length; i++) costs[i] = Cost(i, 0, fullness[i] = Tables[i].MeanLength);
        // Whatever was not seen yet differs in each chunk by one bit more than was searched, at the least.
        var (seenBelow, spent) = (0, 0.0);
        var look = new MultiIndexQuery(this, query, ranking, instructions);
        while (seenBelow <= ranking.Threshold)
        {
            var next = Cheapest(costs);
            if (spent + costs[next] > scan || spent + costs[next] > ShareTried * scan && CostMore(ranking.Threshold + 1 - seenBelow, searched, fullness, costs, scan)) return false;
            var work = look.Shell(next, searched, ++searched[next], seenBelow);
            spent += (work.LookUps * LookUp + (work.Entries - work.PassedOver) * Entry) * Tables[next].SketchWords + work.Verified * Verification;
            fullness[next] = Math.Max(Tables[next].MeanLength, NearbyShare * work.Entries / work.LookUps);
            costs[next] = Cost(next, searched[next] + 1, fullness[next]);
            seenBelow++;
            if (searched[next] == Tables[next].Chunk.Bits) break;
        }

        return true;
    }

    private double Cost(int table, int distance, double fullness) =>
        Binomial(Tables[table].Chunk.Bits, distance) * (LookUp + Entry * fullness) * Tables[table].SketchWords;

    /// <summary>Whether so many more shells, the cheapest first, cost more than a scan.</summary>
    private bool CostMore(int shells, ReadOnlySpan<int> searched, ReadOnlySpan<double> fullness, ReadOnlySpan<double> costs, double scan)
    {
        Span<int> at = stackalloc int[Tables.Length];
        Span<double> next = stackalloc double[Tables.Length];
        searched.CopyTo(at);
        costs.CopyTo(next);
        var sum = 0.0;
        for (; shells > 0; shells--)
        {
            var table = Cheapest(next);
            if ((sum += next[table]) > scan) return true;
            if (++at[table] == Tables[table].Chunk.Bits) break;   // it has seen all
            next[table] = Cost(table, at[table] + 1, fullness[table]);
        }

        return false;
    }

    private static int Cheapest(ReadOnlySpan<double> costs)
    {
        var cheapest = 0;
        for (var i = 1; i < costs.Length; i++)
        {
            if (costs[i] < costs[cheapest]) cheapest = i;
        }

        return cheapest;
    }

    private static double Binomial(int n, int k)
    {
        if (k > n) return double.MaxValue;
        var product = 1.0;
        for (var i = 1; i <= k; i++) product = product * (n - k + i) / i;
        return product;
    }
}
