using System.Numerics;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Search.Kernels;

namespace ImageCodes.Model.Search;

/// <summary>Compares queries with all rows. The honest baseline: nothing to build, nothing to tune.</summary>
internal static unsafe class LinearScan
{
    private const long WordsWorthAThread = 1 << 20;   // below, starting one costs more than it saves
    private const int QueriesWorthABlock = 8;         // laying it out anew costs as much as about seven, with AVX-512
    private const double ShareInBlocks = 0.5;         // of a scan's time: what a query of a batch takes, more where few are left

    /// <summary>On how many cores a scan of so many rows runs.</summary>
    public static int ThreadsFor(int rows, int bits, int most) =>
        (int)Math.Clamp((long)rows * BinaryCode.WordsFor(bits) / WordsWorthAThread, 1, most);

    /// <summary>How long a query takes by itself, in words that one core reads meanwhile.</summary>
    public static double CostOf(int rows, int bits, int threads) =>
        (double)rows * BinaryCode.WordsFor(bits) / ThreadsFor(rows, bits, threads);

    /// <summary>What a query of a batch takes of one core, in the same measure.</summary>
    public static double CostInBatch(int rows, int bits, int queries, InstructionSet instructions) =>
        (double)rows * BinaryCode.WordsFor(bits) * (queries >= QueriesWorthABlock && bits <= MostBitsInBlocks(instructions) ? ShareInBlocks : 1);

    private static int MostBitsInBlocks(InstructionSet instructions) => instructions switch
    {
        InstructionSet.Vector512 => SliceKernel.MostBits,
        InstructionSet.Vector256 => NibbleKernel.MostBits,
        _ => 0,
    };

    /// <summary>Takes what is near among the rows from <paramref name="from"/> on.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="from">The first to look at.</param>
    /// <param name="query">A code, or the first bits of one.</param>
    /// <param name="ranking">Keeps the neighbours.</param>
    /// <param name="instructions">What to compare with.</param>
    /// <param name="threads">How many to use at the most.</param>
    public static void Search(CodeRows rows, int from, PictureCode query, NeighbourRanking ranking, InstructionSet instructions, int threads)
    {
        var parts = ThreadsFor(rows.Count - from, query.Bits, threads);
        if (parts <= 1) Search(rows, from, rows.Count, query, ranking, instructions);
        else SearchInParts(rows, from, query, ranking, instructions, parts);
    }

    private static void SearchInParts(CodeRows rows, int from, PictureCode query, NeighbourRanking ranking, InstructionSet instructions, int parts)
    {
        var within = ranking.Threshold;   // what is known before any of them begins
        int Border(int part) => from + (int)((long)(rows.Count - from) * part / parts);
        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts }, part =>
        {
            var own = ranking.RentAnother(within);
            Search(rows, Border(part), Border(part + 1), query, own, instructions);
            lock (ranking) ranking.Add(own);
            own.Return();
        });
    }

    /// <summary>The same for the rows before <paramref name="to"/>, on this thread.</summary>
    public static void Search(CodeRows rows, int from, int to, PictureCode query, NeighbourRanking ranking, InstructionSet instructions)
    {
        var asked = query.Code.Words;
        var mask = BinaryCode.MaskFor(query.Bits, asked.Length - 1);
        Span<nint> columns = stackalloc nint[asked.Length];
        Span<ulong> words = stackalloc ulong[asked.Length];
        while (from < to)
        {
            var segment = rows.Segments[from >> CodeSegment.Shift];
            var (first, end) = (from - CodeRows.Place(from), Math.Min(CodeSegment.Capacity, to - from + CodeRows.Place(from)));
            for (var word = 0; word < columns.Length; word++) columns[word] = (nint)segment.Column(word);
            for (var place = CodeRows.Place(from); ; place++)
            {
                var within = ranking.ThresholdBeyond(first + place - 1);
                if (within < 0) return;
                place = ScanKernel.Next(instructions, columns, asked, mask, place, end, within);
                if (place >= end) break;
                segment.CopyCode(place, words);
                ranking.Add(first + place, ScanKernel.Distance(columns, asked, mask, place), words);
            }

            GC.KeepAlive(segment);
            from = first + CodeSegment.Capacity;
        }
    }

    /// <summary>What lies within a distance among the rows of one segment, in their order.</summary>
    public static IReadOnlyList<Neighbour> Within(CodeRows rows, int number, PictureCode query, int radius, InstructionSet instructions)
    {
        var segment = rows.Segments[number];
        var asked = query.Code.Words;
        var mask = BinaryCode.MaskFor(query.Bits, asked.Length - 1);
        Span<nint> columns = stackalloc nint[asked.Length];
        for (var word = 0; word < columns.Length; word++) columns[word] = (nint)segment.Column(word);
        var found = new List<Neighbour>();
        for (var place = 0; (place = ScanKernel.Next(instructions, columns, asked, mask, place, segment.Count, radius)) < segment.Count; place++)
        {
            if (!segment.IsRemoved(place))
                found.Add(new Neighbour(rows.IdOf((number << CodeSegment.Shift) + place), ScanKernel.Distance(columns, asked, mask, place)));
        }

        GC.KeepAlive(segment);
        return found;
    }

    /// <summary>How many rows lie at each distance by the first bits of each length: a code is read once for all of them.</summary>
    /// <param name="rows">Those counted.</param>
    /// <param name="query">As long as the longest, or longer.</param>
    /// <param name="lengths">Rising.</param>
    /// <param name="threads">1 or more.</param>
    /// <returns>By length, then by distance, 0 to the length.</returns>
    public static int[][] CountByDistance(CodeRows rows, PictureCode query, IReadOnlyList<int> lengths, int threads)
    {
        var ends = lengths.Select(bits => (Word: BinaryCode.WordsFor(bits) - 1, Mask: BinaryCode.MaskFor(bits, BinaryCode.WordsFor(bits) - 1))).ToArray();
        int[][] Zeros() => [.. lengths.Select(bits => new int[bits + 1])];
        var counts = Zeros();
        Parallel.ForEach(rows.Segments, new ParallelOptions { MaxDegreeOfParallelism = threads }, Zeros, (segment, _, own) =>
        {
            var asked = query.Code.Words;
            for (var place = 0; place < segment.Count; place++)
            {
                if (segment.IsRemoved(place)) continue;
                var (distance, end) = (0, 0);
                for (var word = 0; end < ends.Length; word++)
                {
                    var differing = segment.Word(place, word) ^ asked[word];
                    for (; end < ends.Length && ends[end].Word == word; end++)
                        own[end][distance + BitOperations.PopCount(differing & ends[end].Mask)]++;
                    distance += BitOperations.PopCount(differing);
                }
            }

            GC.KeepAlive(segment);
            return own;
        }, own =>
        {
            lock (counts)
            {
                foreach (var (all, some) in counts.Zip(own))
                {
                    for (var distance = 0; distance < all.Length; distance++) all[distance] += some[distance];
                }
            }
        });
        return counts;
    }

    /// <summary>
    /// As <see cref="Search(CodeRows, int, PictureCode, NeighbourRanking, InstructionSet, int)"/> for many queries of one length: each
    /// block of rows is read once for all of them.
    /// </summary>
    public static void SearchAll(
        CodeRows rows, IReadOnlyList<PictureCode> queries, IReadOnlyList<NeighbourRanking> rankings, InstructionSet instructions, int threads)
    {
        if (queries.Count == 0) return;
        // Rows are shared before queries are: so a block is laid out once, on one core, for all of them.
        var shares = Math.Clamp(rows.Segments.Length, 1, threads);
        var groups = Math.Clamp(queries.Count / QueriesWorthABlock, 1, threads / shares);
        int Row(int share) => Math.Min(rows.Count, (int)((long)rows.Segments.Length * share / shares) * CodeSegment.Capacity);
        int Query(int group) => (int)((long)queries.Count * group / groups);
        Parallel.For(0, shares * groups, new ParallelOptions { MaxDegreeOfParallelism = threads, TaskScheduler = null }, part =>
        {
            var (share, group) = (part / groups, part % groups);
            var some = Enumerable.Range(Query(group), Query(group + 1) - Query(group)).ToArray();
            var own = some.Select(i => rankings[i].RentAnother(rankings[i].Threshold)).ToArray();
            SearchAll(rows, Row(share), Row(share + 1), [.. some.Select(i => queries[i])], own, instructions);
            foreach (var (i, ranking) in some.Zip(own))
            {
                lock (rankings[i]) rankings[i].Add(ranking);
            }
        });
    }

    private static void SearchAll(
        CodeRows rows, int from, int to, IReadOnlyList<PictureCode> queries, IReadOnlyList<NeighbourRanking> rankings, InstructionSet instructions)
    {
        if (instructions == InstructionSet.Vector512) SearchInBlocks<SliceKernel>(rows, ref from, to, queries, rankings);
        else if (instructions == InstructionSet.Vector256) SearchInBlocks<NibbleKernel>(rows, ref from, to, queries, rankings);
        SearchOneByOne(rows, from, to, queries, rankings, instructions);
    }

    /// <summary>
    /// Goes through the whole blocks, where there are queries enough for them, and moves <paramref name="from"/>, the first row of one,
    /// behind.
    /// </summary>
    private static void SearchInBlocks<TKernel>(
        CodeRows rows, ref int from, int to, IReadOnlyList<PictureCode> queries, IReadOnlyList<NeighbourRanking> rankings)
        where TKernel : struct, IBlockKernel
    {
        if (queries.Count < QueriesWorthABlock || queries[0].Bits > TKernel.MostBits) return;
        var blocks = new BlockQueries<TKernel>(queries, rankings);
        for (; to - from >= TKernel.Rows; from += TKernel.Rows) blocks.Search(rows, from);   // a segment holds whole blocks
    }

    /// <summary>Segment by segment, which stay in the processor's second cache until all queries were compared with it.</summary>
    private static void SearchOneByOne(
        CodeRows rows, int from, int to, IReadOnlyList<PictureCode> queries, IReadOnlyList<NeighbourRanking> rankings, InstructionSet instructions)
    {
        for (int end; from < to; from = end)
        {
            end = Math.Min(to, (from / CodeSegment.Capacity + 1) * CodeSegment.Capacity);
            for (var i = 0; i < queries.Count; i++) Search(rows, from, end, queries[i], rankings[i], instructions);
        }
    }
}
