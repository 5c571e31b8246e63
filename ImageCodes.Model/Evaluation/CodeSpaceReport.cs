using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;

namespace ImageCodes.Model.Evaluation;

/// <summary>A code that several pictures have.</summary>
/// <param name="Code">In hexadecimal digits.</param>
/// <param name="Pictures">How many of those counted have it.</param>
/// <param name="Ids">Some of them.</param>
public sealed record RepeatedCode(string Code, int Pictures, IReadOnlyList<long> Ids);

/// <summary>How a set of codes lies in the space of all codes: what is wrong with it shows here before it shows in searches.</summary>
/// <param name="Codes">How many there are.</param>
/// <param name="Counted">How many were looked at, spread evenly.</param>
/// <param name="Bits">Length of the codes.</param>
/// <param name="ShareOfOnes">For each bit, the share of codes in which it is 1.</param>
/// <param name="MeanEntropy">Of a bit: 1 where all are balanced.</param>
/// <param name="EffectiveBits">How many independent bits would spread codes as much: B² / sum of r², over all pairs of bits (participation ratio of the correlations' eigenvalues).</param>
/// <param name="Distinct">Different codes among those counted.</param>
/// <param name="Repeated">The most frequent codes that several pictures have.</param>
/// <param name="RandomPairs">The share of random pairs at each distance, 0 to Bits.</param>
/// <param name="Nearest">The share of pictures whose nearest other picture lies at each distance.</param>
/// <param name="SameLabel">The share of random pairs with a label in common at each distance; null where there are no labels.</param>
/// <param name="OtherLabel">The share of random pairs of different labels at each distance; null where there are no labels.</param>
/// <param name="ChanceAlike">For each distance, how often two labelled pictures that lie so far apart have a label in common; null where no such pair was drawn.</param>
public sealed record CodeSpaceReport(
    int Codes, int Counted, int Bits, IReadOnlyList<double> ShareOfOnes, double MeanEntropy, double EffectiveBits, int Distinct, IReadOnlyList<RepeatedCode> Repeated,
    IReadOnlyList<double> RandomPairs, IReadOnlyList<double> Nearest, IReadOnlyList<double>? SameLabel, IReadOnlyList<double>? OtherLabel, IReadOnlyList<double?>? ChanceAlike)
{
    private const int Pairs = 200_000;
    private const int Queries = 1_000;
    private const int RepeatedListed = 5;
    private const int IdsListed = 8;

    /// <param name="snapshot">What is searched for nearest pictures.</param>
    /// <param name="sample">The codes that are looked at.</param>
    /// <param name="columns">The same on their side.</param>
    /// <param name="labels">Of pictures that have any, by id.</param>
    /// <param name="seed">Seeds the pairs.</param>
    /// <param name="cancel">Stops between searches.</param>
    public static CodeSpaceReport Of(
        CodeSnapshot snapshot, IReadOnlyList<KeyValuePair<long, BinaryCode>> sample, BitColumns columns, IReadOnlyDictionary<long, IReadOnlyCollection<string>> labels, int seed = 1, CancellationToken cancel = default)
    {
        var bits = columns.Bits;
        var repeated = sample.GroupBy(pair => pair.Value).Where(group => group.Count() > 1).OrderByDescending(group => group.Count()).Take(RepeatedListed)
            .Select(group => new RepeatedCode(group.Key.ToString(), group.Count(), [.. group.Take(IdsListed).Select(pair => pair.Key)])).ToList();
        var (random, same, other) = DrawPairs(sample, bits, labels, seed);
        var nearest = new int[bits + 1];
        foreach (var (id, code) in Spread(sample, Queries))
        {
            cancel.ThrowIfCancellationRequested();
            var found = snapshot.Nearest(new PictureCode(code), 2).Where(near => near.Id != id).Take(1).ToList();
            if (found.Count > 0) nearest[found[0].Distance]++;
        }

        var isLabelled = same.Sum() > 0 && other.Sum() > 0;
        return new CodeSpaceReport(
            snapshot.Count, sample.Count, bits, [.. Enumerable.Range(0, bits).Select(columns.ShareOfOnes)], bits == 0 ? 0 : Enumerable.Range(0, bits).Average(columns.Entropy),
            Effective(columns), sample.Select(pair => pair.Value).Distinct().Count(), repeated, Shares(random), Shares(nearest),
            isLabelled ? Shares(same) : null, isLabelled ? Shares(other) : null,
            isLabelled ? [.. same.Zip(other, (alike, not) => alike + not == 0 ? (double?)null : (double)alike / (alike + not))] : null);
    }

    private static (int[] Random, int[] Same, int[] Other) DrawPairs(IReadOnlyList<KeyValuePair<long, BinaryCode>> sample, int bits, IReadOnlyDictionary<long, IReadOnlyCollection<string>> labels, int seed)
    {
        var (random, same, other) = (new int[bits + 1], new int[bits + 1], new int[bits + 1]);
        var draw = new Random(seed);
        for (var pair = 0; pair < Pairs && sample.Count > 1; pair++)
        {
            var (first, second) = (draw.Next(sample.Count), draw.Next(sample.Count - 1));
            if (second >= first) second++;
            var ((a, codeA), (b, codeB)) = (sample[first], sample[second]);
            var distance = codeA.DistanceTo(codeB);
            random[distance]++;
            if (labels.TryGetValue(a, out var ofA) && labels.TryGetValue(b, out var ofB)) (ofA.Any(ofB.Contains) ? same : other)[distance]++;
        }

        return (random, same, other);
    }

    private static IEnumerable<KeyValuePair<long, BinaryCode>> Spread(IReadOnlyList<KeyValuePair<long, BinaryCode>> sample, int most)
    {
        var count = Math.Min(most, sample.Count);
        return Enumerable.Range(0, count).Select(i => sample[(int)((long)i * sample.Count / count)]);
    }

    private static double Effective(BitColumns columns)
    {
        // A bit that never varies spreads nothing: it is left out.
        var varying = Enumerable.Range(0, columns.Bits).Where(bit => columns.Entropy(bit) > 0).ToList();
        var squares = varying.AsParallel().Sum(a => varying.Sum(b => a == b ? 1 : Math.Pow(columns.Correlation(a, b), 2)));
        return varying.Count == 0 ? 0 : (double)varying.Count * varying.Count / squares;
    }

    private static double[] Shares(int[] counts) => [.. counts.Select(count => counts.Sum() is var all && all > 0 ? (double)count / all : 0)];
}
