using System.Numerics;
using System.Runtime.Intrinsics.X86;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Search.Kernels;

namespace ImageCodes.Model.Search;

/// <summary>One query on its way through the tables of multi-index hashing.</summary>
/// <param name="all">The tables.</param>
/// <param name="query">A code of their length.</param>
/// <param name="ranking">Keeps the neighbours.</param>
/// <param name="instructions">What to compare with.</param>
internal readonly unsafe ref struct MultiIndexQuery(MultiIndexTables all, PictureCode query, NeighbourRanking ranking, InstructionSet instructions)
{
    private const int AtOnce = 64;            // look-ups whose memory is fetched together; also marked entries, before they are taken
    private const int Fetched = 64;           // entries of a value that are fetched ahead; the processor follows longer lists by itself
    private const int Line = 8;               // words that the processor fetches together

    /// <summary>What was done for all values at one distance.</summary>
    public struct Work
    {
        public int LookUps;       // values
        public long Entries;      // that they have
        public long PassedOver;   // of which nothing could be wanted any more
        public int Verified;      // whose code had to be fetched
    }

    /// <summary>Looks up all values of one table at one distance from the query's.</summary>
    /// <param name="number">Of the table.</param>
    /// <param name="searched">Within how many bits each table is known when this is done.</param>
    /// <param name="distance">Of the values.</param>
    /// <param name="least">How far everything is that was not seen yet.</param>
    public Work Shell(int number, ReadOnlySpan<int> searched, int distance, int least)
    {
        var table = all.Tables[number];
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

    /// <summary>
    /// Asks for the next values: first where their entries are, then the entries, so that the memory works on all of them at once.
    /// </summary>
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

    /// <summary>
    /// Marks what is near of the entries of some values, and takes marked ones when there are many: what they point to is on its way until
    /// then.
    /// </summary>
    private void Compare(
        int number, ReadOnlySpan<int> searched, int distance, int least,
        ReadOnlySpan<(uint At, uint End)> values, Span<uint> marked, ref int marks, ref Work work)
    {
        var table = all.Tables[number];
        var asked = query.Code.Words;
        var sketch = new Sketch(table.SketchWords, asked[table.First.Word], table.First.Mask, asked[table.Second.Word], table.Second.Mask);
        // Where the sketch is of other words than the chunk, what differs in the chunk comes on top.
        var beside = table.IsWhole ? 0 : distance;
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

    private ulong* Code(int row) => all.Codes!.Start + (long)row * all.Words;

    /// <summary>Looks at the whole codes of some entries.</summary>
    /// <returns>Of how many they had to be fetched.</returns>
    private int Verify(int number, ReadOnlySpan<uint> marked, ReadOnlySpan<int> searched)
    {
        var table = all.Tables[number];
        if (all.Codes is null)
        {
            foreach (var entry in marked)
            {
                Take(number, table.Rows[entry], new ReadOnlySpan<ulong>(table.Sketches + (long)entry * all.Words, all.Words), searched);
            }

            return 0;
        }

        if (Sse.IsSupported)
        {
            foreach (var entry in marked) Sse.Prefetch0(Code(table.Rows[entry]));
        }

        foreach (var entry in marked)
        {
            Take(number, table.Rows[entry], new ReadOnlySpan<ulong>(Code(table.Rows[entry]), all.Words), searched);
        }

        return marked.Length;
    }

    private void Take(int number, int row, ReadOnlySpan<ulong> words, ReadOnlySpan<int> searched)
    {
        var asked = query.Code.Words;
        var last = words.Length - 1;
        var distance = Hamming.Distance(words[..last], asked[..last]) + BitOperations.PopCount((words[last] ^ asked[last]) & BinaryCode.MaskFor(all.Bits, last));
        if (distance <= ranking.Threshold && ranking.Wants(row, distance, words, out var candidate) && IsNew(number, words, searched))
            ranking.Keep(candidate);
    }

    /// <summary>Whether a code was not seen before, in another table that was asked as far as it lies there.</summary>
    private bool IsNew(int number, ReadOnlySpan<ulong> words, ReadOnlySpan<int> searched)
    {
        var asked = query.Code.Words;
        for (var i = 0; i < all.Tables.Length; i++)
        {
            var chunk = all.Tables[i].Chunk;
            if (i != number && BitOperations.PopCount((words[chunk.Word] ^ asked[chunk.Word]) & chunk.Mask) <= searched[i]) return false;
        }

        return true;
    }
}
