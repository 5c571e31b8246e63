using System.Diagnostics;
using System.Text.Json.Serialization;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;

namespace ImageCodes.Model.Benchmarks;

/// <summary>What a benchmark of searches found. Milliseconds are those of one query.</summary>
/// <param name="Index">The method.</param>
/// <param name="Bits">Length of the codes.</param>
/// <param name="N">How many codes.</param>
/// <param name="K">How many neighbours were asked for.</param>
/// <param name="Threads">On how many cores, at the most.</param>
/// <param name="LoadSeconds">To take the codes in and to build the tables.</param>
/// <param name="BytesPerCode">Of memory, tables included.</param>
/// <param name="MedianMillis">Of the queries.</param>
/// <param name="MeanMillis">Of the queries.</param>
/// <param name="P99Millis">Of the queries: one in a hundred took longer.</param>
/// <param name="QueriesPerSecond">One after the other, or batch after batch.</param>
/// <param name="Distances">Those of the neighbours of each query, rising.</param>
/// <param name="Differences">
/// Of how many queries a comparison with every code, one by one, found other neighbours; null where it was not made.
/// </param>
public sealed record SearchFigures(
    string Index, int Bits, int N, int K, int Threads, double LoadSeconds, double BytesPerCode,
    double MedianMillis, double MeanMillis, double P99Millis, double QueriesPerSecond,
    IReadOnlyList<IReadOnlyList<int>> Distances,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Differences);

/// <summary>Times searches.</summary>
public sealed record SearchBenchmark
{
    private const int CodesAtOnce = 1_000_000;

    /// <summary>How neighbours are found. Default: the cheapest way.</summary>
    public SearchMethod Method { get; init; }

    /// <summary>How many neighbours to ask for. Default 10.</summary>
    public int K { get; init; } = 10;

    /// <summary>Within how many bits. Default: any.</summary>
    public int Radius { get; init; } = int.MaxValue;

    /// <summary>On how many cores, at the most. Default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>How many queries are asked together. Default 1.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>For how long queries are asked before any is timed. Default 0.5.</summary>
    public double WarmUpSeconds { get; init; } = 0.5;

    /// <summary>
    /// Whether every code is compared with every query, too, and what was found with that, once all was timed. Default: not.
    /// </summary>
    public bool Check { get; init; }

    /// <param name="codes">What to search.</param>
    /// <param name="count">How many of them.</param>
    /// <param name="queries">What to look for.</param>
    /// <param name="cancel">Stops between queries.</param>
    public SearchFigures Run(CodeSource codes, int count, IReadOnlyList<PictureCode> queries, CancellationToken cancel = default)
    {
        var index = new CodeIndex(codes.Bits, Method) { Threads = Threads };
        var plain = Check ? new PlainSearch(codes.Bits) : null;
        var loading = new Stopwatch();
        for (var first = 0; first < count; first += CodesAtOnce)
        {
            var batch = codes.Batch(first, Math.Min(CodesAtOnce, count - first));
            loading.Start();
            index.Add(batch);
            loading.Stop();
            plain?.Add(batch);
        }

        loading.Start();
        if (Method == SearchMethod.Auto) index.PrepareWhereWorth(codes.Bits);
        else index.Prepare(codes.Bits);
        loading.Stop();
        GC.Collect();

        var snapshot = index.Snapshot();
        for (var (warm, next) = (Stopwatch.StartNew(), 0); warm.Elapsed.TotalSeconds < WarmUpSeconds; next++)
            Ask(snapshot, queries, next * Batch % queries.Count);
        List<IReadOnlyList<Neighbour>> found = [];
        List<double> millis = [];
        while (found.Count < queries.Count)
        {
            cancel.ThrowIfCancellationRequested();
            var begun = Stopwatch.GetTimestamp();
            var answers = Ask(snapshot, queries, found.Count);
            var took = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            millis.AddRange(Enumerable.Repeat(took / answers.Count, answers.Count));
            found.AddRange(answers);
        }

        var sorted = millis.Order().ToList();
        return new SearchFigures(
            $"{Method}".ToLowerInvariant(), codes.Bits, count, K, Threads, loading.Elapsed.TotalSeconds, (double)index.Bytes / count,
            sorted[sorted.Count / 2], millis.Average(), sorted[(int)(sorted.Count * 0.99)], 1_000 / millis.Average(),
            [.. found.Select(neighbours => neighbours.Select(neighbour => neighbour.Distance).ToList())],
            plain is null ? null : Enumerable.Range(0, queries.Count).AsParallel().WithCancellation(cancel)
                .Count(i => !found[i].SequenceEqual(plain.Nearest(queries[i].Code, K, Radius))));
    }

    private IReadOnlyList<IReadOnlyList<Neighbour>> Ask(CodeSnapshot snapshot, IReadOnlyList<PictureCode> queries, int first) => Batch == 1
        ? [snapshot.Nearest(queries[first], K, Radius)]
        : snapshot.NearestOfEach([.. queries.Skip(first).Take(Batch)], K, Radius);
}
