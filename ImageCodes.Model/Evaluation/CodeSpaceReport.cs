using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;

namespace ImageCodes.Model.Evaluation;

/// <summary>A code that several pictures have.</summary>
/// <param name="Code">In hexadecimal digits.</param>
/// <param name="Pictures">How many have it.</param>
/// <param name="Ids">Some of them.</param>
public sealed record RepeatedCode(string Code, int Pictures, IReadOnlyList<long> Ids);

/// <summary>Codes as addresses of some length: how they fall into buckets.</summary>
/// <param name="Bits">Length of an address.</param>
/// <param name="Occupied">Addresses at which there are codes, of 2^Bits.</param>
/// <param name="Fullest">The most codes at one address.</param>
public sealed record BucketSizes(int Bits, int Occupied, int Fullest);

/// <summary>How a set of codes lies in the space of all codes: what is wrong with it shows here before it shows in searches.</summary>
public sealed record CodeSpaceReport
{
    /// <summary>How many there are.</summary>
    public required int Codes { get; init; }

    /// <summary>How many were looked at, spread evenly.</summary>
    public required int Counted { get; init; }

    /// <summary>Length of the codes.</summary>
    public required int Bits { get; init; }

    /// <summary>For each bit, the share of codes in which it is 1.</summary>
    public required IReadOnlyList<double> ShareOfOnes { get; init; }

    /// <summary>Of each bit: 1 where it is balanced, 0 where it is always the same.</summary>
    public required IReadOnlyList<double> Entropy { get; init; }

    /// <summary>Of a bit: 1 where all are balanced.</summary>
    public required double MeanEntropy { get; init; }

    /// <summary>
    /// Of each bit with each, a row a bit: 1 always the same, -1 always opposite; 0 where one never varies. To three digits.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<float>> Correlations { get; init; }

    /// <summary>For each bit the one that it goes with most, in the same or the opposite direction; null where no other varies.</summary>
    public required IReadOnlyList<int?> Partners { get; init; }

    /// <summary>
    /// How many independent bits would spread codes as much: B² / sum of r², over all pairs of bits (participation ratio of the
    /// correlations' eigenvalues), less what chance gives between bits of so few codes, r² = 1 / (codes - 1).
    /// </summary>
    public required double EffectiveBits { get; init; }

    /// <summary>Different codes among all.</summary>
    public required int Distinct { get; init; }

    /// <summary>The most frequent codes that several pictures have.</summary>
    public required IReadOnlyList<RepeatedCode> Repeated { get; init; }

    /// <summary>Of those counted, by addresses of several lengths.</summary>
    public required IReadOnlyList<BucketSizes> Buckets { get; init; }

    /// <summary>The share of random pairs at each distance, 0 to Bits.</summary>
    public required IReadOnlyList<double> RandomPairs { get; init; }

    /// <summary>The share of pictures whose nearest other picture lies at each distance.</summary>
    public required IReadOnlyList<double> Nearest { get; init; }

    /// <summary>The share of random pairs with a label in common at each distance; null where there are no labels.</summary>
    public IReadOnlyList<double>? SameLabel { get; init; }

    /// <summary>The share of random pairs of different labels at each distance; null where there are no labels.</summary>
    public IReadOnlyList<double>? OtherLabel { get; init; }

    /// <summary>
    /// How many pairs of labelled pictures were seen at each distance: random ones, and of those that few random ones are as near as, all
    /// around some pictures; null where there are no labels.
    /// </summary>
    public IReadOnlyList<int>? LabelledPairs { get; init; }

    /// <summary>
    /// What share of all labelled pairs one that was seen stands for, at each distance: near ones were sought for, and stand for fewer;
    /// null where there are no labels.
    /// </summary>
    public IReadOnlyList<double>? PairWeights { get; init; }

    /// <summary>For each distance, how often two of these pairs have a label in common; null where there was none.</summary>
    public IReadOnlyList<double?>? ChanceAlike { get; init; }

    private const int Pairs = 200_000;
    private const int Queries = 1_000;
    private const int RepeatedListed = 5;
    private const int IdsListed = 8;
    private const int FewPairs = 200;        // of random ones: what lies as near as these is counted around some pictures instead
    private const int CentresCounted = 1_000;

    private static readonly int[] AddressLengths = [8, 12, 16, 20, 24];

    /// <summary>
    /// How often labelled pairs between two distances have a label in common, and how many pairs say so; null where none does.
    /// </summary>
    public (double Chance, int Pairs)? ChanceWithin(int least, int most)
    {
        if (LabelledPairs is null) return null;
        var rows = Enumerable.Range(0, LabelledPairs.Count).Where(distance => distance >= least && distance <= most && LabelledPairs[distance] > 0)
            .Select(distance => (Pairs: LabelledPairs[distance], Share: LabelledPairs[distance] * PairWeights![distance], Chance: ChanceAlike![distance]!.Value)).ToList();
        return rows.Count == 0 ? null : (rows.Sum(row => row.Share * row.Chance) / rows.Sum(row => row.Share), rows.Sum(row => row.Pairs));
    }

    /// <param name="snapshot">What is searched for nearest pictures.</param>
    /// <param name="sample">The codes that are looked at.</param>
    /// <param name="columns">The same on their side.</param>
    /// <param name="labels">Of pictures that have any, by id.</param>
    /// <param name="seed">Seeds the pairs.</param>
    public static CodeSpaceReport Of(
        CodeSnapshot snapshot, IReadOnlyList<KeyValuePair<long, BinaryCode>> sample,
        BitColumns columns, IReadOnlyDictionary<long, IReadOnlyCollection<string>> labels, int seed = 1)
    {
        var bits = columns.Bits;
        var (distinct, frequent) = snapshot.MostFrequent(RepeatedListed, IdsListed);
        var (random, same, other) = DrawPairs(sample, bits, labels, seed);
        var nearest = new int[bits + 1];
        foreach (var (id, code) in sample.Evenly(Queries))
        {
            var found = snapshot.Nearest(new PictureCode(code), 2).Where(near => near.Id != id).Take(1).ToList();
            if (found.Count > 0) nearest[found[0].Distance]++;
        }

        var isLabelled = same.Sum() > 0 && other.Sum() > 0;
        var (alike, unlike, weights) = isLabelled ? WithNear(snapshot, sample, labels, same, other) : (same, other, []);
        var correlations = CorrelationsOf(columns);
        var entropy = Enumerable.Range(0, bits).Select(columns.Entropy).ToList();
        return new CodeSpaceReport
        {
            Codes = snapshot.Count,
            Counted = sample.Count,
            Bits = bits,
            ShareOfOnes = [.. Enumerable.Range(0, bits).Select(columns.ShareOfOnes)],
            Entropy = entropy,
            MeanEntropy = bits == 0 ? 0 : entropy.Average(),
            Correlations = correlations,
            Partners = [.. Enumerable.Range(0, bits).Select(bit => columns.Strongest(bit)?.Bit)],
            EffectiveBits = Effective(entropy, correlations, sample.Count),
            Distinct = distinct,
            Repeated = [.. frequent.Select(code => new RepeatedCode(code.Code.ToString(), code.Count, code.Ids))],
            Buckets = [.. AddressLengths.Where(length => length <= bits).Select(length => BucketsOf(sample, length))],
            RandomPairs = Shares(random),
            Nearest = Shares(nearest),
            SameLabel = isLabelled ? Shares(same) : null,
            OtherLabel = isLabelled ? Shares(other) : null,
            LabelledPairs = isLabelled ? [.. alike.Zip(unlike, (yes, no) => yes + no)] : null,
            PairWeights = isLabelled ? weights : null,
            ChanceAlike = isLabelled ? [.. alike.Zip(unlike, (yes, no) => yes + no == 0 ? (double?)null : (double)yes / (yes + no))] : null,
        };
    }

    private static (int[] Random, int[] Same, int[] Other) DrawPairs(
        IReadOnlyList<KeyValuePair<long, BinaryCode>> sample, int bits, IReadOnlyDictionary<long, IReadOnlyCollection<string>> labels, int seed)
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

    /// <summary>
    /// Pairs with and without a label in common, at each distance, and what share of all pairs one of them stands for. Hardly any random
    /// pair is near; up to the distance within which there are few, all pairs around some pictures take their place.
    /// </summary>
    private static (int[] Alike, int[] Unlike, double[] Weights) WithNear(
        CodeSnapshot snapshot, IReadOnlyList<KeyValuePair<long, BinaryCode>> sample,
        IReadOnlyDictionary<long, IReadOnlyCollection<string>> labels, int[] same, int[] other)
    {
        var (radius, seen) = (-1, 0);
        while (radius + 1 < same.Length && (seen += same[radius + 1] + other[radius + 1]) <= FewPairs) radius++;
        var weights = Enumerable.Repeat(1.0 / (same.Sum() + other.Sum()), same.Length).ToArray();
        if (radius < 0) return (same, other, weights);
        var (alike, unlike) = ((int[])same.Clone(), (int[])other.Clone());
        Array.Clear(alike, 0, radius + 1);
        Array.Clear(unlike, 0, radius + 1);
        var centres = sample.Where(pair => labels.ContainsKey(pair.Key)).ToList().Evenly(CentresCounted).ToList();
        Array.Fill(weights, 1.0 / Math.Max(1, (long)centres.Count * (labels.Count - 1)), 0, radius + 1);
        foreach (var (id, code) in centres)
        {
            var own = labels[id];
            foreach (var near in snapshot.Ball(new PictureCode(code), radius))
            {
                if (near.Id != id && labels.TryGetValue(near.Id, out var theirs)) (own.Any(theirs.Contains) ? alike : unlike)[near.Distance]++;
            }
        }

        return (alike, unlike, weights);
    }

    private static BucketSizes BucketsOf(IReadOnlyList<KeyValuePair<long, BinaryCode>> sample, int length)
    {
        var sizes = sample.GroupBy(pair => pair.Value.Prefix(length)).Select(bucket => bucket.Count()).ToList();
        return new BucketSizes(length, sizes.Count, sizes.DefaultIfEmpty(0).Max());
    }

    private static IReadOnlyList<IReadOnlyList<float>> CorrelationsOf(BitColumns columns) => [.. Enumerable.Range(0, columns.Bits).AsParallel().AsOrdered().Select(a =>
        (IReadOnlyList<float>)[.. Enumerable.Range(0, columns.Bits)
            .Select(b => columns.Correlation(a, b) is var r && double.IsNaN(r) ? 0 : (float)Math.Round(r, 3))])];

    private static double Effective(List<double> entropy, IReadOnlyList<IReadOnlyList<float>> correlations, int codes)
    {
        // A bit that never varies spreads nothing: it is left out.
        var varying = Enumerable.Range(0, entropy.Count).Where(bit => entropy[bit] > 0).ToList();
        if (varying.Count == 0) return 0;
        var squares = varying.Sum(a => varying.Sum(b => a == b ? 0 : (double)correlations[a][b] * correlations[a][b]));
        var byChance = (double)varying.Count * (varying.Count - 1) / (codes - 1);
        return varying.Count * varying.Count / (varying.Count + Math.Max(0, squares - byChance));
    }

    private static double[] Shares(int[] counts) =>
        [.. counts.Select(count => counts.Sum() is var all && all > 0 ? (double)count / all : 0)];
}
