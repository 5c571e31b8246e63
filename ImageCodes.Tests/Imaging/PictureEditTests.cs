using ImageCodes.Model.Imaging;

namespace ImageCodes.Tests.Imaging;

public sealed class PictureEditTests
{
    private readonly byte[] _picture = Some.Jpeg(7);   // 96 x 64

    private static PictureEdit Edit(string name) => PictureEdit.All.Single(edit => edit.Name == name);

    public static TheoryData<string> Names => [.. PictureEdit.All.Select(edit => edit.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_edit_gives_a_picture_of_other_pixels(string name)
    {
        var edited = Edit(name).Apply(_picture);
        Assert.NotEqual(_picture, edited);
        Some.Decoder().Decode(edited, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("quarter size", 24, 16)]
    [InlineData("middle 50 %", 48, 32)]
    [InlineData("corner 75 %", 72, 48)]
    [InlineData("turned 15°", 96, 64)]
    [InlineData("white border 10 %", 114, 76)]
    [InlineData("aspect 1.3", 125, 64)]
    [InlineData("black banner 20 %", 96, 64)]
    public void Sizes_are_as_the_names_say(string name, int width, int height)
    {
        var header = Some.Decoder().ReadHeader(Edit(name).Apply(_picture));
        Assert.Equal((width, height), (header.Width, header.Height));
    }

    [Fact]
    public void The_banner_is_black_and_the_border_white()
    {
        var banner = Some.Decoder().DecodeInput(Edit("black banner 20 %").Apply(_picture), TestContext.Current.CancellationToken).Whole;
        var border = Some.Decoder().DecodeInput(Edit("white border 10 %").Apply(_picture), TestContext.Current.CancellationToken).Whole;
        Assert.All(banner.Bytes[^300..], value => Assert.InRange(value, 0, 12));
        Assert.All(border.Bytes[..300], value => Assert.InRange(value, 243, 255));
    }

    [Fact]
    public void What_is_no_picture_cannot_be_edited() =>
        Assert.Throws<UnreadablePictureException>(() => Edit("mirrored").Apply([1, 2, 3]));
}
