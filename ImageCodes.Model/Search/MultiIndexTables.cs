using System.Numerics;
using System.Runtime.Intrinsics.X86;
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
    private const int AtOnce = 64;            // look-ups whose memory is fetched together; also marked entries, before they are taken
    private const int Fetched = 64;           // entries of a value that are fetched ahead; the processor follows longer lists by itself
    private const int Line = 8;               // words that the processor fetches together

    private readonly ChunkTable[] _tables;
    private readonly PinnedArray<ulong>? _codes;   // (Count, Words): where they are not whole in the tables, all words of a code together
    private readonly int _bits;
    private readonly int _words;
    private readonly int _arrangement;
    private readonly long _version;

    private MultiIndexTables(CodeRows rows, int bits, ChunkTable[] tables)
    {
        (_tables, _bits, _words) = (tables, bits, BinaryCode.WordsFor(bits));
        (Count, _arrangement, _version) = (rows.Count, rows.Arrangement, rows.Version);
        if (tables[0].IsWhole) return;
        _codes = new PinnedArray<ulong>((long)Count * _words);
        for (var row = 0; row < Count; row++) rows.CopyCode(row, new Span<ulong>(_codes.Start + (long)row * _words, _words));
    }

    /// <summary>How many rows, from the first, are in the tables.</summary>
    public int Count { get; }

    public long Bytes => _tables.Sum(table => table.Bytes) + (_codes?.Bytes ?? 0);

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

    /// <summary>Whether the tables hold all that these rows held first: they are numbered in the same way, and no older. What was removed before the tables were made is not in them.</summary>
    public bool Fits(CodeRows rows) => rows.Arrangement == _arrangement && rows.Version >= _version;

    /// <summary>Takes what is near among the first rows, or gives up where comparing with all of them is cheaper.</summary>
    /// <param name="query">A code of the tables' length.</param>
    /// <param name="ranking">Keeps the neighbours.</param>
    /// <param name="instructions">What to compare with.</param>
    /// <param name="threads">On how many cores a scan would run; 0 where there is none to give way to.</param>
    /// <returns>Whether it found everything that the ranking can still keep; otherwise what it took is to be thrown away.</returns>
    public bool TrySearch(PictureCode query, NeighbourRanking ranking, InstructionSet instructions, int threads)
    {
        Span<int> searched = stackalloc int[_tables.Length];           // within how many bits each table was asked: -1 none
        Span<double> fullness = stackalloc double[_tables.Length];     // entries a value, as far as is known near the query
        searched.Fill(-1);
        for (var i = 0; i < _tables.Length; i++) fullness[i] = _tables[i].MeanLength;
        // Whatever was not seen yet differs in each chunk by one bit more than was searched, at the least.
        var (seenBelow, spent, scan) = (0, 0.0, (double)Count * _words / Math.Max(1, threads));
        var look = new Look(this, query, ranking, instructions);
        while (seenBelow <= ranking.Threshold)
        {
            var (next, cost) = Cheapest(searched, fullness);
            if (next < 0) break;   // a table was asked for all values
            if (threads > 0 && (spent + cost > scan || spent + cost > ShareTried * scan && Remaining(searched, fullness, ranking.Threshold + 1 - seenBelow) > scan)) return false;
            var work = look.Shell(next, searched, ++searched[next], seenBelow);
            spent += (work.LookUps * LookUp + (work.Entries - work.PassedOver) * Entry) * _tables[next].SketchWords + work.Verified * Verification;
            fullness[next] = Math.Max(_tables[next].MeanLength, NearbyShare * work.Entries / work.LookUps);
            seenBelow++;
            if (searched[next] == _tables[next].Chunk.Bits) break;
        }

        return true;
    }

    private (int Table, double Cost) Cheapest(ReadOnlySpan<int> searched, ReadOnlySpan<double> fullness)
    {
        var best = (Table: -1, Cost: double.MaxValue);
        for (var i = 0; i < _tables.Length; i++)
        {
            if (Cost(i, searched[i] + 1, fullness[i]) is var cost && cost < best.Cost) best = (i, cost);
        }

        return best;
    }

    private double Cost(int table, int distance, double fullness) => Binomial(_tables[table].Chunk.Bits, distance) * (LookUp + Entry * fullness) * _tables[table].SketchWords;

    /// <summary>What so many more shells cost, the cheapest first.</summary>
    private double Remaining(ReadOnlySpan<int> searched, ReadOnlySpan<double> fullness, int shells)
    {
        Span<int> at = stackalloc int[_tables.Length];
        searched.CopyTo(at);
        var sum = 0.0;
        for (; shells > 0; shells--)
        {
            var (next, cost) = Cheapest(at, fullness);
            if (next < 0) break;
            sum += cost;
            at[next]++;
        }

        return sum;
    }

    private static double Binomial(int n, int k)
    {
        if (k > n) return double.MaxValue;
        var product = 1.0;
        for (var i = 1; i <= k; i++) product = product * (n - k + i) / i;
        return product;
    }

    /// <summary>What was done for all values at one distance.</summary>
    private struct Work
    {
        public int LookUps;       // values
        public long Entries;      // that they have
        public long PassedOver;   // of which nothing could be wanted any more
        public int Verified;      // whose code had to be fetched
    }

    /// <summary>One query on its way through the tables.</summary>
    private readonly ref struct Look(MultiIndexTables all, PictureCode query, NeighbourRanking ranking, InstructionSet instructions)
    {
        /// <summary>Looks up all values of one table at one distance from the query's.</summary>
        /// <param name="number">Of the table.</param>
        /// <param name="searched">Within how many bits each table is known when this is done.</param>
        /// <param name="distance">Of the values.</param>
        /// <param name="least">How far everything is that was not seen yet.</param>
        public Work Shell(int number, ReadOnlySpan<int> searched, int distance, int least)
        {
            var table = all._tables[number];
            var own = table.Chunk.Key(query.Code.Words[table.Chunk.Word]);
            Span<(uint At, uint End)> values = stackalloc (uint, uint)[AtOnce];
            Span<uint> marked = stackalloc uint[AtOnce];
            var (work, marks) = (default(Work), 0);
            var flips = new FlipSequence(table.Chunk.Bits, distance);
            while (Fetch(table, own, ref flips, values) is > 0 and var count)
            {
                work.LookUps += count;
                foreach (var (at, end) in values[..count]) work.Entries += end - at;
                Compare(number, searched, distance, least, values[..count], marked, ref marks, ref work);
            }

            work.Verified += Verify(number, marked[..marks], searched);
            GC.KeepAlive(table);
            return work;
        }

        /// <summary>Asks for the next values: first where their entries are, then the entries, so that the memory works on all of them at once.</summary>
        /// <returns>How many; 0 where there are no more.</returns>
        private static int Fetch(ChunkTable table, uint own, ref FlipSequence flips, Span<(uint At, uint End)> values)
        {
            Span<uint> keys = stackalloc uint[AtOnce];
            var directory = table.Directory;
            var count = 0;
            for (; count < AtOnce && flips.Next(out var flip); count++)
            {
                keys[count] = own ^ flip;
                if (Sse.IsSupported) Sse.Prefetch0(directory + keys[count]);
            }

            for (var i = 0; i < count; i++)
            {
                var (at, end) = values[i] = (directory[keys[i]], directory[keys[i] + 1]);
                var from = table.Sketches + (long)at * table.SketchWords / Line * Line;   // the line in which the first lies
                var to = table.Sketches + (long)Math.Min(end, at + Fetched) * table.SketchWords;
                for (; Sse.IsSupported && from < to; from += Line) Sse.Prefetch0(from);
            }

            return count;
        }

        /// <summary>Marks what is near of the entries of some values, and takes marked ones when there are many: what they point to is on its way until then.</summary>
        private void Compare(int number, ReadOnlySpan<int> searched, int distance, int least, ReadOnlySpan<(uint At, uint End)> values, Span<uint> marked, ref int marks, ref Work work)
        {
            var table = all._tables[number];
            var asked = query.Code.Words;
            var sketch = new Sketch(table.SketchWords, asked[table.First.Word], table.First.Mask, asked[table.Second.Word], table.Second.Mask);
            var beside = table.IsWhole ? 0 : distance;   // where the sketch is of other words than the chunk, what differs in the chunk comes on top
            var (value, at) = (0, values[0].At);
            var (taken, beyond) = (-1, 0);               // of which value some were taken, and how near those behind them must be
            while (value < values.Length)
            {
                // The rows of a value rise, so what comes behind others must be nearer; of the next value any may come.
                var (within, end) = value == taken ? (beyond, value + 1) : (ranking.Threshold, values.Length);
                if (within < least)
                {
                    for (; value < end; at = ++value < values.Length ? values[value].At : 0) work.PassedOver += values[value].End - at;
                    continue;
                }

                if (!SketchKernel.Next(instructions, table.Sketches, values[..end], ref value, ref at, sketch, within - beside, out var first, out var near))
                {
                    if (end < values.Length) at = values[end].At;
                    continue;
                }

                for (; near != 0; near &= near - 1)
                {
                    var entry = first + (uint)BitOperations.TrailingZeroCount(near);
                    if (Sse.IsSupported) Sse.Prefetch0(table.Rows + entry);
                    marked[marks++] = entry;
                    if (marks < AtOnce) continue;
                    work.Verified += Verify(number, marked, searched);
                    marks = 0;
                    (taken, beyond) = (value, ranking.ThresholdBeyond(table.Rows[entry]));
                }
            }
        }

        private ulong* Code(int row) => all._codes!.Start + (long)row * all._words;

        /// <summary>Looks at the whole codes of some entries.</summary>
        /// <returns>Of how many they had to be fetched.</returns>
        private int Verify(int number, ReadOnlySpan<uint> marked, ReadOnlySpan<int> searched)
        {
            var table = all._tables[number];
            if (all._codes is null)
            {
                foreach (var entry in marked)
                {
                    Take(number, table.Rows[entry], new ReadOnlySpan<ulong>(table.Sketches + (long)entry * all._words, all._words), searched);
                }

                return 0;
            }

            if (Sse.IsSupported)
            {
                foreach (var entry in marked) Sse.Prefetch0(Code(table.Rows[entry]));
            }

            foreach (var entry in marked)
            {
                Take(number, table.Rows[entry], new ReadOnlySpan<ulong>(Code(table.Rows[entry]), all._words), searched);
            }

            return marked.Length;
        }

        private void Take(int number, int row, ReadOnlySpan<ulong> words, ReadOnlySpan<int> searched)
        {
            var asked = query.Code.Words;
            var last = words.Length - 1;
            var distance = Hamming.Distance(words[..last], asked[..last]) + BitOperations.PopCount((words[last] ^ asked[last]) & BinaryCode.MaskFor(all._bits, last));
            if (distance <= ranking.Threshold && ranking.Wants(row, distance, words, out var candidate) && IsNew(number, words, searched)) ranking.Keep(candidate);
        }

        /// <summary>Whether a code was not seen before, in another table that was asked as far as it lies there.</summary>
        private bool IsNew(int number, ReadOnlySpan<ulong> words, ReadOnlySpan<int> searched)
        {
            var asked = query.Code.Words;
            for (var i = 0; i < all._tables.Length; i++)
            {
                var chunk = all._tables[i].Chunk;
                if (i != number && BitOperations.PopCount((words[chunk.Word] ^ asked[chunk.Word]) & chunk.Mask) <= searched[i]) return false;
            }

            return true;
        }
    }
}
