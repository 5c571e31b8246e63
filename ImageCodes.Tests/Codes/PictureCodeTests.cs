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
    public void Without_activations_there_is_no_margin() =>
        Assert.Equal(0, new PictureCode(BinaryCode.Parse("ff")).MarginTo(BinaryCode.Parse("00").Words));

    [Fact]
    public void Flipped_bits_change_their_side_and_keep_how_sure_they_are()
    {
        var code = new PictureCode(new[] { 0.5f, -0.25f, 0, 0.9f });
        var flipped = code.Flip([1, 2]);
        Assert.Equal([0.5f, 0.25f], flipped.Activations[..2].ToArray());
        Assert.Equal("f", flipped.Code.ToString());
        Assert.Equal(code.Code, flipped.Flip([1, 2]).Code);
        Assert.Equal("b", new PictureCode(BinaryCode.Parse("9")).Flip([2]).Code.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => code.Flip([4]));
    }

    [Fact]
    public void The_way_between_two_codes_changes_each_bit_where_it_passes_0()
    {
        var (first, last) = (new PictureCode(new[] { 0.9f, 0.1f, -0.5f }), new PictureCode(new[] { -0.1f, -0.9f, -0.5f }));
        Assert.Equal(first.Code, first.Towards(last, 0).Code);
        Assert.Equal(BinaryCode.FromSigns([1, -1, -1]), first.Towards(last, 0.5).Code);
        Assert.Equal(last.Code, first.Towards(last, 1).Code);
        Assert.Equal(BinaryCode.FromSigns([1]), new PictureCode(new[] { 0.9f }).Towards(new PictureCode(new[] { 1e-9f }), 1).Code);
        var (a, b) = (new PictureCode(BinaryCode.Parse("f")), new PictureCode(BinaryCode.Parse("0")));
        Assert.Equal("3", a.Towards(b, 0.5).Code.ToString());
    }
}
