using ImageCodes.Model.Codes;

namespace ImageCodes.Model.Evaluation;

/// <summary>Measures retrieval: every query ranks the whole database by Hamming distance.</summary>
public static class RetrievalEvaluation
{
    /// <summary>How many nearest are looked at for precision, and for the vote unless said.</summary>
    public const int Nearest = 10;

    /// <summary>Each picture in turn is the query, and the others the database.</summary>
    public static RetrievalFigures LeaveOneOut(IReadOnlyList<LabelledCode> pictures, int bits) =>
        Measure(pictures, pictures, bits, int.MaxValue, Nearest, leaveOneOut: true);

    /// <summary>The queries are not part of the database.</summary>
    /// <param name="queries">Each ranks the database.</param>
    /// <param name="database">What is searched.</param>
    /// <param name="bits">Length of the codes compared.</param>
    /// <param name="mapAt">How many places of each ranking average precision looks at; all, unless said.</param>
    /// <param name="votes">How many of the nearest vote.</param>
    public static RetrievalFigures Measure(
        IReadOnlyList<LabelledCode> queries, IReadOnlyList<LabelledCode> database, int bits, int mapAt = int.MaxValue, int votes = Nearest) =>
        Measure(queries, database, bits, mapAt, votes, leaveOneOut: false);

    private static RetrievalFigures Measure(
        IReadOnlyList<LabelledCode> queries, IReadOnlyList<LabelledCode> database, int bits, int mapAt, int votes, bool leaveOneOut)
    {
        if (queries.Count == 0 || database.Count < (leaveOneOut ? 2 : 1))
            throw new ArgumentException($"Retrieval needs queries and a database; got {queries.Count} queries and {database.Count} pictures.");
        var classes = database.Concat(queries).SelectMany(picture => picture.Labels).Distinct().Order(StringComparer.Ordinal)
            .Select((label, number) => (label, number)).ToDictionary(pair => pair.label, pair => pair.number);
        int[] Numbers(LabelledCode picture) => [.. picture.Labels.Select(label => classes[label])];
        var labels = database.Select(Numbers).ToArray();
        var firsts = labels.Select(some => some[0]).ToArray();   // nearly always all there are, and quicker to compare
        var haveMore = labels.Any(some => some.Length > 1) || queries.Any(picture => picture.Labels.Count > 1);
        var words = BinaryCode.WordsFor(bits);
        var codes = database.SelectMany(picture => picture.Code.Prefix(bits).Words.ToArray()).ToArray();

        var sums = (Precision: 0.0, Accuracy: 0.0, Map: 0.0);
        var merge = new Lock();
        Parallel.For(0, queries.Count, new ParallelOptions { TaskScheduler = null }, () => (Precision: 0.0, Accuracy: 0.0, Map: 0.0), (query, _, local) =>
        {
            var distances = new int[database.Count];
            var counts = new int[bits + 1];
            var relevant = new int[bits + 1];
            var own = Numbers(queries[query]);
            var code = queries[query].Code.Prefix(bits).Words;
            for (var i = 0; i < distances.Length; i++)
            {
                if (leaveOneOut && i == query)
                {
                    distances[i] = int.MaxValue;
                    continue;
                }

                var distance = distances[i] = Hamming.Distance(code, codes.AsSpan(i * words, words));
                counts[distance]++;
                if (firsts[i] == own[0] || haveMore && labels[i].AsSpan().ContainsAny(own)) relevant[distance]++;
            }

            var groups = new RankedGroups(counts, relevant);
            return (
                local.Precision + groups.PrecisionAt(Nearest),
                local.Accuracy + NearestVote.ChanceOf(own, distances, counts, labels, classes.Count, votes),
                local.Map + groups.AveragePrecision(mapAt));
        }, local =>
        {
            lock (merge) sums = (sums.Precision + local.Precision, sums.Accuracy + local.Accuracy, sums.Map + local.Map);
        });
        return new RetrievalFigures(
            bits, sums.Precision / queries.Count, sums.Accuracy / queries.Count,
            sums.Map / queries.Count, database.Count, labels.SelectMany(some => some).Distinct().Count());
    }
}
