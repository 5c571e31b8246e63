using ImageCodes.Model.Codes;

namespace ImageCodes.Tests.Codes;

public sealed class BitColumnsTests
{
    // Four codes of four bits: the first two bits are always the same, the third is the opposite of the first, the last is always 1.
    private static readonly BitColumns Columns = BitColumns.Of(4, [.. new[] { "d", "d", "3", "d" }.Select(code => BinaryCode.Parse(code))]);

    [Fact]
    public void Shares_and_entropies_are_those_of_the_columns()
    {
        Assert.Equal([0.75, 0.75, 0.25, 1], Enumerable.Range(0, 4).Select(Columns.ShareOfOnes));
        Assert.Equal(0.8113, Columns.Entropy(0), 4);
        Assert.Equal(0, Columns.Entropy(3));
    }

    [Fact]
    public void The_middle_has_what_most_codes_have()
    {
        Assert.Equal(BinaryCode.Parse("d"), Columns.Majority());
        // As many as not.
        Assert.Equal(BinaryCode.Parse("8"), BitColumns.Of(4, [BinaryCode.Parse("8"), BinaryCode.Parse("c")]).Majority());
        var codes = Some.Codes(31, bits: 70, seed: 5);
        var middle = BitColumns.Of(70, codes).Majority();
        int Sum(BinaryCode from) => codes.Sum(from.DistanceTo);
        Assert.All(Enumerable.Range(0, 70), bit => Assert.True(Sum(middle) < Sum(middle.Flip(bit))));
    }

    [Fact]
    public void Bits_that_go_together_correlate()
    {
        Assert.Equal(1, Columns.Correlation(0, 1), 9);
        Assert.Equal(-1, Columns.Correlation(0, 2), 9);
        Assert.True(double.IsNaN(Columns.Correlation(0, 3)));
        Assert.Equal(1, Columns.Strongest(0)!.Value.Bit);
        Assert.Null(Columns.Strongest(3));
    }

    [Fact]
    public void A_prefix_counts_the_first_bits_of_long_codes()
    {
        var codes = Some.Codes(100, bits: 200, seed: 4);
        var columns = BitColumns.Of(130, codes);
        for (var bit = 0; bit < 130; bit += 43) Assert.Equal(codes.Count(code => code[bit]) / 100.0, columns.ShareOfOnes(bit));
    }
}
