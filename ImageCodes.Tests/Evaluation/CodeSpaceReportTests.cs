using ImageCodes.Model.Codes;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Search;

namespace ImageCodes.Tests.Evaluation;

public sealed class CodeSpaceReportTests
{
    private static CodeSpaceReport Report(IReadOnlyList<BinaryCode> codes, Func<long, string?>? label = null)
    {
        var index = new CodeIndex(codes[0].Bits);
        index.Add(new CodeBatch(index.Bits, codes.Select((code, id) => KeyValuePair.Create((long)id, code))));
        var sample = index.Snapshot().Sample(100_000);
        var labels = sample.Select(pair => (pair.Key, Label: label?.Invoke(pair.Key))).Where(row => row.Label is not null)
            .ToDictionary(row => row.Key, row => (IReadOnlyCollection<string>)[row.Label!]);
        return CodeSpaceReport.Of(index.Snapshot(), sample, BitColumns.Of(index.Bits, codes), labels);
    }

    [Fact]
    public void Independent_bits_are_all_effective_and_random_pairs_differ_in_half_of_them()
    {
        var report = Report(Some.Codes(4_000, bits: 64, seed: 3));
        Assert.InRange(report.EffectiveBits, 63.5, 64);
        Assert.InRange(report.MeanEntropy, 0.999, 1);
        Assert.InRange(report.RandomPairs.Select((share, distance) => share * distance).Sum(), 31.8, 32.2);
        Assert.Equal((4_000, 4_000), (report.Codes, report.Distinct));
        Assert.Empty(report.Repeated);
        Assert.Null(report.SameLabel);
        Assert.Equal(1, report.RandomPairs.Sum(), 9);
    }

    [Fact]
    public void Bits_that_repeat_each_other_count_once()
    {
        // Eight bits, each eight times.
        var random = new Random(4);
        var codes = Enumerable.Range(0, 2_000).Select(_ => BinaryCode.FromWords(64, [(ulong)random.Next(256) * 0x0101010101010101])).ToList();
        Assert.InRange(Report(codes).EffectiveBits, 7.9, 8.1);
    }

    [Fact]
    public void Of_few_codes_what_chance_makes_of_bits_is_not_taken_for_repetition() =>
        Assert.InRange(Report(Some.Codes(40, bits: 256, seed: 3)).EffectiveBits, 230, 256);   // 34 as it is

    [Fact]
    public void Repeated_codes_are_told_with_their_pictures_and_labels_with_their_distances()
    {
        var codes = Some.Codes(50, bits: 64, seed: 5);
        codes.AddRange([codes[7], codes[7]]);
        var report = Report(codes, id => id is 7 or 50 or 51 ? "same" : $"{id}");
        Assert.Equal(50, report.Distinct);
        Assert.Equal([7, 50, 51], Assert.Single(report.Repeated).Ids);
        Assert.Equal(1, report.SameLabel![0], 9);
        Assert.Equal(0, report.OtherLabel![0], 9);
        Assert.Equal(1, report.ChanceAlike![0]);
        Assert.Equal(3.0 / 52, report.Nearest[0], 9);
    }

    [Fact]
    public void Where_few_random_pairs_are_as_near_all_pairs_around_pictures_say_how_often_they_are_alike()
    {
        var codes = Some.Codes(500, bits: 64, seed: 6);
        codes.AddRange([codes[7], codes[7].Flip(3), codes[7].Flip(5)]);
        var report = Report(codes, id => id is 7 or 500 or 501 ? "same" : $"{id}");
        // 7 and 500 are one code; 501 and 502 lie a bit from both, and two bits from each other.
        Assert.Equal([2, 8, 2], report.LabelledPairs!.Take(3));
        Assert.Equal([1.0, 0.5, 0.0], report.ChanceAlike!.Take(3).Select(chance => chance!.Value));
        Assert.InRange(report.LabelledPairs!.Sum(), 150_000, 250_000);
        // All labelled pairs are stood for, however they were found.
        Assert.Equal(1, report.LabelledPairs!.Zip(report.PairWeights!, (pairs, weight) => pairs * weight).Sum(), 0.01);
        Assert.Equal((6 / 12.0, 12), report.ChanceWithin(0, 2));
        Assert.Null(report.ChanceWithin(-9, -1));
    }

    [Fact]
    public void Of_few_labelled_pictures_among_many_all_are_looked_around()
    {
        var report = Report(Some.Codes(8_000, bits: 64, seed: 6), id => id % 200 == 1 ? id % 400 == 1 ? "some" : "others" : null);
        Assert.Equal(40 * 39, report.LabelledPairs!.Sum());
    }

    [Fact]
    public void Correlations_entropies_and_buckets_are_those_counted_by_hand()
    {
        // Of twelve bits the second is the first, the third its opposite, the fourth always 1.
        var codes = Enumerable.Range(0, 256).Select(i => BinaryCode.Parse($"{(i % 2 == 0 ? "d" : "3")}{i:x2}")).ToList();
        var report = Report(codes);
        Assert.Equal([1f, 1, -1, 0], report.Correlations[0].Take(4));
        Assert.Equal([1.0, 1, 1, 0], report.Entropy.Take(4));
        Assert.Equal([1, 0, 0, null], report.Partners.Take(4));
        Assert.Equal([new BucketSizes(8, 32, 8), new BucketSizes(12, 256, 1)], report.Buckets);
    }
}
