using ImageCodes.Model.Imaging;

namespace ImageCodes.Tests.Imaging;

public sealed class PictureEditTests
{
    private readonly byte[] _picture = Lopsided();   // 96 x 64

    /// <summary>Of two colours, and of a third above on the left: what is cut off or turned is seen to be.</summary>
    private static byte[] Lopsided()
    {
        using var colours = Some.TwoColours();
        return colours.Mutate(image => image.DrawRect([240, 220, 60], 8, 6, 30, 20, fill: true)).JpegsaveBuffer(q: 95);
    }

    private static PictureEdit Edit(string name) => PictureEdit.All.Single(edit => edit.Name == name);

    public static TheoryData<string> Names => [.. PictureEdit.All.Select(edit => edit.Name)];

    /// <summary>Pixels of the picture as a network sees it, 64 x 64, row by row.</summary>
    private static (double Red, double Green, double Blue)[] Pixels(byte[] file) =>
        [.. Some.Decoder().DecodeInput(file, TestContext.Current.CancellationToken).Whole.Bytes
            .Chunk(3).Select(pixel => ((double)pixel[0], (double)pixel[1], (double)pixel[2]))];

    private static double Light((double Red, double Green, double Blue) pixel) => (pixel.Red + pixel.Green + pixel.Blue) / 3;

    private static double Spread(IEnumerable<double> values) =>
        Math.Sqrt(values.Average(value => value * value) - Math.Pow(values.Average(), 2));

    /// <summary>Grey from dark to light, and reddish: an edit of colour or light leaves what can be counted.</summary>
    private static byte[] Slope() =>
        NetVips.Image.Xyz(96, 64)[0].Linear([0.8, 0.5, 0.4], [30, 40, 50]).Cast(NetVips.Enums.BandFormat.Uchar).Copy(interpretation: NetVips.Enums.Interpretation.Srgb).JpegsaveBuffer(q: 98);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_edit_changes_what_is_seen_more_than_saving_it_again_does(string name)
    {
        if (name == "JPEG quality 10") return;   // of a smooth picture it leaves nearly all
        double Difference(byte[] file) => Pixels(file).Zip(Pixels(_picture), (a, b) => Math.Abs(Light(a) - Light(b)) + Math.Abs(a.Red - b.Red)).Average();
        var again = NetVips.Image.NewFromBuffer(_picture).JpegsaveBuffer(q: 95);
        Assert.True(Difference(Edit(name).Apply(_picture)) > 2 * Difference(again) + 0.1, name);
    }

    [Fact]
    public void A_large_picture_is_edited_small_and_upright()
    {
        // Turned by a quarter.
        using var large = NetVips.Image.Black(3_000, 2_000).Mutate(image => image.Set(NetVips.GValue.GIntType, "orientation", 6));
        using var edited = NetVips.Image.NewFromBuffer(Edit("mirrored").Apply(large.JpegsaveBuffer()));
        Assert.Equal((683, 1_024), (edited.Width, edited.Height));
    }

    [Fact]
    public void A_mirrored_picture_has_its_columns_the_other_way_round()
    {
        var (before, after) = (Pixels(Slope()), Pixels(Edit("mirrored").Apply(Slope())));
        Assert.All(Enumerable.Range(0, before.Length), place => Assert.Equal(Light(before[place]), Light(after[place / 64 * 64 + 63 - place % 64]), tolerance: 4));
    }

    [Fact]
    public void Grey_has_no_colour_and_two_times_the_colour_twice_as_much()
    {
        Assert.All(Pixels(Edit("grey").Apply(Slope())), pixel => Assert.InRange(Math.Abs(pixel.Red - pixel.Blue), 0, 2));
        var (before, after) = (Pixels(Slope()), Pixels(Edit("colour 2").Apply(Slope())));
        Assert.Equal(2, after.Average(pixel => Math.Abs(pixel.Red - pixel.Blue)) / before.Average(pixel => Math.Abs(pixel.Red - pixel.Blue)), tolerance: 0.15);
    }

    [Fact]
    public void Brightness_multiplies_contrast_narrows_and_blur_and_few_bytes_lose_detail()
    {
        var before = Pixels(Slope());
        Assert.Equal(1.5, Pixels(Edit("brightness 1.5").Apply(Slope())).Average(Light) / before.Average(Light), tolerance: 0.05);
        var faint = Pixels(Edit("contrast 0.5").Apply(Slope()));
        Assert.Equal(0.5, Spread(faint.Select(Light)) / Spread(before.Select(Light)), tolerance: 0.05);
        Assert.Equal(before.Average(Light), faint.Average(Light), tolerance: 6);

        var edges = Enumerable.Range(0, 96 * 64).Select(place => place % 96 / 8 % 2 == 0 ? (byte)40 : (byte)200).ToArray();
        var stripes = NetVips.Image.NewFromMemory(edges, 96, 64, 1, NetVips.Enums.BandFormat.Uchar).JpegsaveBuffer(q: 98);
        Assert.InRange(Spread(Pixels(Edit("blurred").Apply(stripes)).Select(Light)) / Spread(Pixels(stripes).Select(Light)), 0.3, 0.9);

        var noise = new byte[96 * 64];
        new Random(5).NextBytes(noise);
        var grainy = NetVips.Image.NewFromMemory(noise, 96, 64, 1, NetVips.Enums.BandFormat.Uchar).JpegsaveBuffer(q: 98);
        Assert.InRange(Edit("JPEG quality 10").Apply(grainy).Length, 1, grainy.Length / 2);
    }

    [Fact]
    public void A_turned_picture_is_about_its_middle_and_black_in_its_corners()
    {
        foreach (var name in new[] { "turned 5°", "turned 15°" })
        {
            var (before, after) = (Pixels(Slope()), Pixels(Edit(name).Apply(Slope())));
            Assert.Equal(Light(before[32 * 64 + 32]), Light(after[32 * 64 + 32]), tolerance: 6);
            Assert.InRange(Light(after[0]), 0, 25);
        }
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
        var header = Some.Decoder().Decode(Edit(name).Apply(_picture), TestContext.Current.CancellationToken).Header;
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
