using System.Buffers.Binary;
using ImageCodes.Model.Imaging;
using ImageMagick;
using NetVips;

namespace ImageCodes.Tests.Imaging;

public sealed class PictureDecoderTests
{
    private readonly PictureDecoder _decoder = Some.Decoder();

    public static TheoryData<PictureFormat> Formats => [.. Enum.GetValues<PictureFormat>()];

    private static byte[] Encoded(PictureFormat format)
    {
        using var image = Some.TwoColours();
        return format switch
        {
            PictureFormat.Jpeg => image.JpegsaveBuffer(q: 95),
            PictureFormat.Png => image.PngsaveBuffer(),
            PictureFormat.Gif => image.GifsaveBuffer(),
            PictureFormat.WebP => image.WebpsaveBuffer(q: 95),
            PictureFormat.Tiff => image.TiffsaveBuffer(),
            PictureFormat.Avif => image.HeifsaveBuffer(q: 90, compression: Enums.ForeignHeifCompression.Av1),
            PictureFormat.Heic => HeicSample.Bytes,
            PictureFormat.Bmp => ByMagick(image, MagickFormat.Bmp),
            PictureFormat.JpegXl => ByMagick(image, MagickFormat.Jxl),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }

    private static byte[] ByMagick(NetVips.Image image, MagickFormat format)
    {
        using var picture = new MagickImage(image.PngsaveBuffer());
        return picture.ToByteArray(format);
    }

    private static void AssertNear(int[] colour, PixelGrid pixels, double x, double y, int tolerance = 24)
    {
        var place = ((int)(y * pixels.Height) * pixels.Width + (int)(x * pixels.Width)) * 3;
        for (var channel = 0; channel < 3; channel++)
            Assert.InRange(pixels.Bytes[place + channel], colour[channel] - tolerance, colour[channel] + tolerance);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_format_gives_its_colours_its_size_and_a_thumbnail(PictureFormat format)
    {
        var picture = _decoder.Decode(Encoded(format), TestContext.Current.CancellationToken);
        Assert.Equal(new PictureHeader(format, 96, 64), picture.Header);
        Assert.Equal((64, 64), (picture.Input.Whole.Width, picture.Input.Whole.Height));
        AssertNear([220, 40, 40], picture.Input.Whole, 0.2, 0.5);
        AssertNear([40, 60, 200], picture.Input.Whole, 0.8, 0.5);
        using var thumbnail = NetVips.Image.JpegloadBuffer(picture.Thumbnail);
        Assert.Equal((96, 64), (thumbnail.Width, thumbnail.Height));
    }

    [Fact]
    public void Only_rows_that_come_one_after_the_other_are_not_held_all_at_once()
    {
        using var image = Some.TwoColours();
        bool IsHeldWhole(byte[] file) => VipsSource.Measure(file, PictureSignature.Read(file)!.Value).IsHeldWhole;
        Assert.False(IsHeldWhole(image.JpegsaveBuffer()));
        Assert.True(IsHeldWhole(image.JpegsaveBuffer(interlace: true)));
        Assert.False(IsHeldWhole(image.PngsaveBuffer()));
        Assert.True(IsHeldWhole(image.PngsaveBuffer(interlace: true)));
        Assert.True(IsHeldWhole(image.WebpsaveBuffer()));
    }

    [Fact]
    public async Task Many_pictures_as_large_as_one_may_be_are_all_decoded_when_they_come_at_once()
    {
        using var noise = Image.Gaussnoise(2_000, 2_000);
        var file = noise.Cast(Enums.BandFormat.Uchar).WebpsaveBuffer(effort: 0);
        var decoder = new PictureDecoder(new ImagingOptions { MaxPixels = 4_000_000 });
        var inputs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => decoder.DecodeInput(file), TestContext.Current.CancellationToken)));
        Assert.All(inputs, input => Assert.Equal(inputs[0].Whole.Bytes.ToArray(), input.Whole.Bytes.ToArray()));
    }

    [Fact]
    public void The_middle_half_of_a_large_picture_is_seen_beside_the_whole()
    {
        using var white = NetVips.Image.Black(200, 150, bands: 3) + 255;
        using var picture = white.Embed(100, 75, 400, 300).Cast(NetVips.Enums.BandFormat.Uchar);
        var input = _decoder.DecodeInput(picture.PngsaveBuffer(), TestContext.Current.CancellationToken);
        AssertNear([0, 0, 0], input.Whole, 0.1, 0.1);
        foreach (var place in new[] { 0.1, 0.5, 0.9 }) AssertNear([255, 255, 255], input.Middle!, place, place);
    }

    [Fact]
    public void The_middle_shows_what_is_too_fine_for_the_whole()
    {
        using var across = NetVips.Image.Xyz(512, 512)[0];
        using var stripe = across % 8 >= 4;   // a pixel wide in the middle, half a pixel in the whole
        using var picture = stripe.Bandjoin(stripe, stripe);
        var input = _decoder.DecodeInput(picture.PngsaveBuffer(), TestContext.Current.CancellationToken);
        double Contrast(PixelGrid pixels) => pixels.Bytes.Average(level => Math.Abs(level - 128.0));
        Assert.True(Contrast(input.Middle!) > 2 * Contrast(input.Whole), $"{Contrast(input.Middle!)} and {Contrast(input.Whole)}");
    }

    [Fact]
    public void The_size_of_thumbnails_does_not_change_what_is_seen()
    {
        using var picture = NetVips.Image.Gaussnoise(1500, 1100, mean: 128, sigma: 60, seed: 4).Cast(NetVips.Enums.BandFormat.Uchar);
        var file = picture.JpegsaveBuffer();
        var expected = _decoder.DecodeInput(file, TestContext.Current.CancellationToken).Whole.Bytes;
        foreach (var size in new[] { 64, 256, 1_024 })
        {
            var decoded = Some.Decoder(options => options.ThumbnailSize = size).Decode(file, TestContext.Current.CancellationToken);
            Assert.Equal(expected, decoded.Input.Whole.Bytes);
            using var thumbnail = NetVips.Image.JpegloadBuffer(decoded.Thumbnail);
            Assert.Equal(size, thumbnail.Width);
        }
    }

    [Fact]
    public void A_small_picture_is_seen_as_a_whole_alone()
    {
        using var small = NetVips.Image.Black(64, 48, bands: 3);
        Assert.Null(_decoder.DecodeInput(small.PngsaveBuffer(), TestContext.Current.CancellationToken).Middle);
    }

    [Fact]
    public void A_brand_without_a_picture_is_a_sentence()
    {
        byte[] start = [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8];
        Assert.Equal(PictureFormat.Heic, PictureSignature.Read(start));
        var failure = Assert.Throws<UnreadablePictureException>(() => _decoder.Decode(start, TestContext.Current.CancellationToken));
        Assert.StartsWith("The HEIC file is damaged or cut short", failure.Message);
    }

    [Theory]
    [InlineData(1, 0.2, 0.2)]
    [InlineData(2, 0.8, 0.2)]
    [InlineData(3, 0.8, 0.8)]
    [InlineData(4, 0.2, 0.8)]
    [InlineData(5, 0.2, 0.2)]
    [InlineData(6, 0.8, 0.2)]
    [InlineData(7, 0.8, 0.8)]
    [InlineData(8, 0.2, 0.8)]
    public void Each_orientation_comes_upright(int orientation, double x, double y)
    {
        // Stored: the upper left quarter is white, the rest is dark. The number says where that corner belongs.
        using var dark = NetVips.Image.Black(96, 64, bands: 3).Copy(interpretation: Enums.Interpretation.Srgb);
        using var oriented = dark.Mutate(image =>
        {
            image.DrawRect([255, 255, 255], 0, 0, 48, 32, fill: true);
            image.Set(GValue.GIntType, "orientation", orientation);
        });
        var picture = _decoder.Decode(oriented.JpegsaveBuffer(q: 95), TestContext.Current.CancellationToken);
        AssertNear([255, 255, 255], picture.Input.Whole, x, y);
        AssertNear([0, 0, 0], picture.Input.Whole, 1 - x, 1 - y);
        using var thumbnail = NetVips.Image.JpegloadBuffer(picture.Thumbnail);
        Assert.Equal(orientation >= 5 ? (64, 96) : (96, 64), (thumbnail.Width, thumbnail.Height));
        Assert.Equal((thumbnail.Width, thumbnail.Height), (picture.Header.Width, picture.Header.Height));
    }

    [Fact]
    public void Grey_becomes_three_equal_colours()
    {
        using var grey = (NetVips.Image.Black(40, 40) + 100).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Bw);
        AssertNear([100, 100, 100], _decoder.DecodeInput(grey.JpegsaveBuffer(), TestContext.Current.CancellationToken).Whole, 0.5, 0.5, tolerance: 3);
    }

    [Fact]
    public void Cmyk_becomes_rgb()
    {
        using var red = new MagickImage(MagickColors.Red, 40, 40) { ColorSpace = ColorSpace.CMYK };
        var pixels = _decoder.DecodeInput(red.ToByteArray(MagickFormat.Jpeg), TestContext.Current.CancellationToken).Whole;
        AssertNear([235, 30, 35], pixels, 0.5, 0.5, tolerance: 40);
    }

    [Fact]
    public void Sixteen_bits_become_eight()
    {
        using var deep = (NetVips.Image.Black(40, 40, bands: 3) + new double[] { 51_400, 25_700, 5_140 }).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16);
        AssertNear([200, 100, 20], _decoder.DecodeInput(deep.PngsaveBuffer(), TestContext.Current.CancellationToken).Whole, 0.5, 0.5, tolerance: 3);
    }

    [Fact]
    public void Transparent_parts_are_white()
    {
        using var clear = NetVips.Image.Black(40, 40, bands: 4).Copy(interpretation: Enums.Interpretation.Srgb);
        AssertNear([255, 255, 255], _decoder.DecodeInput(clear.PngsaveBuffer(), TestContext.Current.CancellationToken).Whole, 0.5, 0.5, tolerance: 1);
    }

    [Fact]
    public void Channels_beside_colours_and_transparency_are_passed_over()
    {
        using var colours = Some.TwoColours();
        using var channels = colours.Bandjoin([255]).Bandjoin([90]).Copy(interpretation: Enums.Interpretation.Srgb);   // opaque, and a mask
        AssertNear([220, 40, 40], _decoder.Decode(channels.TiffsaveBuffer(), TestContext.Current.CancellationToken).Input.Whole, 0.2, 0.5);
    }

    [Fact]
    public void Wide_gamut_colours_become_srgb()
    {
        using var image = Some.TwoColours(left: [200, 80, 60]);
        using var wide = image.IccTransform("p3", inputProfile: "srgb");
        AssertNear([200, 80, 60], _decoder.DecodeInput(wide.PngsaveBuffer(profile: "p3"), TestContext.Current.CancellationToken).Whole, 0.2, 0.5, tolerance: 6);
    }

    [Fact]
    public void An_animation_is_its_first_frame()
    {
        using var frames = Some.TwoColours(40, 40, [250, 0, 0], [250, 0, 0]).Join(Some.TwoColours(40, 40, [0, 0, 250], [0, 0, 250]), Enums.Direction.Vertical);
        using var animation = frames.Mutate(image => image.Set(GValue.GIntType, "page-height", 40));
        AssertNear([250, 0, 0], _decoder.DecodeInput(animation.GifsaveBuffer(), TestContext.Current.CancellationToken).Whole, 0.5, 0.5);
    }

    [Theory]
    [InlineData(PictureFormat.Jpeg)]
    [InlineData(PictureFormat.Png)]
    [InlineData(PictureFormat.WebP)]
    [InlineData(PictureFormat.Bmp)]
    public void A_file_cut_short_is_a_sentence(PictureFormat format)
    {
        var whole = format == PictureFormat.Jpeg ? Noise().JpegsaveBuffer() : format == PictureFormat.Png ? Noise().PngsaveBuffer() : Encoded(format);
        var failure = Assert.Throws<UnreadablePictureException>(() => _decoder.Decode(whole[..(whole.Length * 6 / 10)], TestContext.Current.CancellationToken));
        Assert.StartsWith($"The {format.Name()} file is damaged or cut short:", failure.Message);
        Assert.DoesNotContain("Vips", failure.Message);
        Assert.EndsWith(".", failure.Message);
    }

    private static NetVips.Image Noise() => NetVips.Image.Gaussnoise(200, 200, mean: 128, sigma: 40, seed: 1).Cast(Enums.BandFormat.Uchar);

    [Theory]
    [MemberData(nameof(Formats))]
    public void Damaged_bytes_never_do_more_than_fail(PictureFormat format)
    {
        var whole = Encoded(format);
        var random = new Random(17);
        for (var round = 0; round < 40; round++)
        {
            var damaged = whole.ToArray();
            for (var hit = 0; hit < 8; hit++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                _decoder.Decode(damaged, TestContext.Current.CancellationToken);
            }
            catch (UnreadablePictureException failure)
            {
                Assert.NotEmpty(failure.Message);
            }
        }
    }

    [Fact]
    public void A_bomb_is_refused_by_its_header()
    {
        // A PNG that says it is 50,000 x 50,000 and holds next to nothing.
        byte[] bomb = [0x89, .. "PNG"u8, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, .. BigEndian(50_000), .. BigEndian(50_000), 8, 2, 0, 0, 0];
        bomb = [.. bomb, .. BigEndian((int)Crc(bomb.AsSpan(12))), 0, 0, 0, 0, .. "IDAT"u8, .. BigEndian(unchecked((int)0x35AF061E))];
        var failure = Assert.Throws<UnreadablePictureException>(() => _decoder.Decode(bomb, TestContext.Current.CancellationToken));
        Assert.Equal("The picture has 50000 x 50000 pixels; at most 268,435,456 are decoded.", failure.Message);
    }

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }

    [Fact]
    public void A_file_over_the_limit_of_bytes_is_refused()
    {
        var file = Noise().PngsaveBuffer();
        var failure = Assert.Throws<UnreadablePictureException>(
            () => Some.Decoder(options => options.MaxBytes = 1_000).Decode(file, TestContext.Current.CancellationToken));
        Assert.Equal($"The file has {file.Length:N0} bytes; at most 1,000 are read.", failure.Message);
    }

    [Theory]
    [InlineData(PictureFormat.Png)]
    [InlineData(PictureFormat.JpegXl)]
    public void A_picture_that_takes_too_long_is_stopped(PictureFormat format)
    {
        using var image = NetVips.Image.Gaussnoise(3_000, 2_000, mean: 128, sigma: 40, seed: 1).Cast(Enums.BandFormat.Uchar);
        var file = format == PictureFormat.Png ? image.PngsaveBuffer(compression: 1) : ByMagick(image, MagickFormat.Jxl);
        var failure = Assert.Throws<UnreadablePictureException>(
            () => Some.Decoder(options => options.MaxSeconds = 0.01).Decode(file, TestContext.Current.CancellationToken));
        Assert.Equal("The picture took more than 0.01 s to decode.", failure.Message);
    }

    [Fact]
    public void Drawings_and_texts_are_no_pictures()
    {
        foreach (var text in new[] { "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "%PDF-1.7", "hello", "" })
            Assert.Throws<UnreadablePictureException>(() => _decoder.Decode(System.Text.Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_picture_has_the_same_pixels_from_many_threads()
    {
        var file = Some.Jpeg(seed: 5);
        var expected = _decoder.DecodeInput(file, TestContext.Current.CancellationToken).Whole.Bytes;
        Parallel.For(0, 200, _ => Assert.Equal(expected, _decoder.DecodeInput(file).Whole.Bytes));
    }

    [Fact]
    public void A_render_is_no_larger_than_asked_and_no_larger_than_the_picture()
    {
        using var small = NetVips.Image.JpegloadBuffer(_decoder.Render(Encoded(PictureFormat.Jpeg), 48, TestContext.Current.CancellationToken));
        Assert.Equal((48, 32), (small.Width, small.Height));
        using var whole = NetVips.Image.JpegloadBuffer(_decoder.Render(Encoded(PictureFormat.Jpeg), 4_000, TestContext.Current.CancellationToken));
        Assert.Equal((96, 64), (whole.Width, whole.Height));
    }
}
