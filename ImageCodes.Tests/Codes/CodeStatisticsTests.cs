using ImageCodes.Model.Codes;

namespace ImageCodes.Tests.Codes;

public sealed class CodeStatisticsTests
{
    [Fact]
    public void Different_codes_and_entropy_are_those_counted_by_hand()
    {
        var statistics = CodeStatistics.Of([BinaryCode.Parse("8"), BinaryCode.Parse("c"), BinaryCode.Parse("8"), BinaryCode.Parse("c")]);
        Assert.Equal(2, statistics.Distinct);
        Assert.Equal(0.25, statistics.MeanBitEntropy);
    }

    [Fact]
    public void No_codes_have_no_statistics() => Assert.Equal(0, CodeStatistics.Of([]).MeanBitEntropy);
}
