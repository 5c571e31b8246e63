using ImageCodes.Model.Codes;

namespace ImageCodes.Tests.Codes;

public sealed class PictureCodeTests
{
    [Fact]
    public void The_margin_orders_codes_as_the_squared_distance_to_the_activations_does()
    {
        var query = Some.Query(bits: 96, seed: 1);
        var codes = Some.Codes(200, bits: 96, seed: 2);
        double Squared(BinaryCode code) => Enumerable.Range(0, 96).Sum(bit => Math.Pow(query.Activations[bit] - (code[bit] ? 1 : -1), 2));
        Assert.Equal(codes.OrderBy(Squared), codes.OrderBy(code => query.MarginTo(code.Words)));
    }

    [Fact]
    public void The_margin_sums_the_activations_of_the_bits_that_differ()
    {
        var query = new PictureCode(new[] { 0.5f, -0.25f, 0.75f, -1f });
        Assert.Equal(0.75, query.MarginTo(BinaryCode.Parse("e").Words) + query.MarginTo(BinaryCode.Parse("2").Words), precision: 6);
    }

    [Fact]
    public void A_prefix_keeps_the_activations_of_its_bits()
    {
        var query = Some.Query(bits: 64, seed: 4);
        Assert.Equal(query.Activations[..16].ToArray(), query.Prefix(16).Activations.ToArray());
        Assert.Equal(query.Code.Prefix(16), query.Prefix(16).Code);
    }

    [Fact]
    public void Without_activations_there_is_no_margin() => Assert.Equal(0, new PictureCode(BinaryCode.Parse("ff")).MarginTo(BinaryCode.Parse("00").Words));
}
