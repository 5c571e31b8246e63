using Bunit;
using ImageCodes.Model.Codes;
using ImageCodes.Web.Components.Parts;

namespace ImageCodes.Tests.Components.Parts;

public sealed class BitStripTests : BunitContext
{
    [Fact]
    public void Each_row_ends_where_a_prefix_ends_and_filled_bits_are_ones()
    {
        var strip = Render<BitStrip>(
            parameters => parameters.Add(part => part.Code, new PictureCode(BinaryCode.Parse("f00f"))).Add(part => part.Prefixes, [4, 8, 16]));
        Assert.Equal(["4", "8", "16"], strip.FindAll(".length").Select(length => length.TextContent));
        Assert.Equal([4, 0, 4], strip.FindAll(".row").Select(row => row.QuerySelectorAll("i.one").Length));
        Assert.Equal("Code of 16 bits: f00f", strip.Find("[role=img]").GetAttribute("aria-label"));
    }

    [Fact]
    public void A_surer_bit_is_stronger()
    {
        var strip = Render<BitStrip>(parameters => parameters.Add(part => part.Code, new PictureCode(new[] { 0.9f, -0.25f, 0.5f, 0.1f })));
        Assert.Equal(["--sure: 0.9", "--sure: 0.25", "--sure: 0.5", "--sure: 0.1"], strip.FindAll("i").Select(bit => bit.GetAttribute("style")));
    }
}
