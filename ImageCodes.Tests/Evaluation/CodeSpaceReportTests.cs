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
        return CodeSpaceReport.Of(index.Snapshot(), sample, BitColumns.Of(index.Bits, codes), labels, cancel: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Independent_bits_are_all_effective_and_random_pairs_differ_in_half_of_them()
    {
        var report = Report(Some.Codes(4_000, bits: 64, seed: 3));
        Assert.InRange(report.EffectiveBits, 62, 64);
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
        Assert.InRange(Report(codes).EffectiveBits, 7.8, 8);
    }

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
}
