using System.Drawing;
using ImageCodes.Model.Imaging;
using NetVips;

namespace ImageCodes.Tests.Imaging;

public sealed class ResamplingTests
{
    private static PixelGrid Grid(Image image)
    {
        using var colours = image.Bandjoin(image, image).Cast(Enums.BandFormat.Uchar);
        return new PixelGrid(colours.Width, colours.Height, colours.WriteToMemory<byte>());
    }

    private static Rectangle All(PixelGrid picture) => new(0, 0, picture.Width, picture.Height);

    private static PixelGrid Noise(int width, int height) => Grid(Image.Gaussnoise(width, height, mean: 128, sigma: 50, seed: 3));

    [Fact]
    public void A_picture_in_its_own_size_stays_as_it_is()
    {
        var noise = Noise(40, 30);
        Assert.Equal(noise.Bytes, Resampling.Stretch(noise, All(noise), 40, 30).Bytes);
    }

    [Fact]
    public void A_part_is_made_of_its_own_pixels_alone()
    {
        var noise = Noise(50, 40);
        var part = new Rectangle(7, 5, 20, 16);
        using var image = noise.ToImage();
        using var cut = image.Crop(part.X, part.Y, part.Width, part.Height);
        var alone = new PixelGrid(20, 16, cut.WriteToMemory<byte>());
        Assert.Equal(Resampling.Stretch(alone, All(alone), 9, 11).Bytes, Resampling.Stretch(noise, part, 9, 11).Bytes);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(100)]
    public void One_colour_stays_one_colour(int side)
    {
        var plain = Grid(Image.Black(64, 48) + 201);
        Assert.All(Resampling.Stretch(plain, All(plain), side, side).Bytes, level => Assert.Equal(201, level));
    }

    [Theory]
    [InlineData(32)]
    [InlineData(128)]
    public void A_slope_stays_the_same_slope_with_its_middle_in_the_middle(int width)
    {
        var slope = Grid(Image.Xyz(64, 8)[0] * 4);   // 4 a pixel, from 0
        var row = Resampling.Stretch(slope, All(slope), width, 8).Bytes.Take(3 * width).Where((_, place) => place % 3 == 0).ToArray();
        var scale = 64.0 / width;
        // Away from the edges, where there is nothing beyond.
        for (var x = width / 8; x < width - width / 8; x++) Assert.Equal(4 * ((x + 0.5) * scale - 0.5), row[x], tolerance: 0.75);
    }

    [Theory]
    [InlineData(256, 171)]
    [InlineData(171, 256)]
    [InlineData(128, 192)]
    public void What_is_made_smaller_is_what_libvips_makes_of_it(int width, int height)
    {
        using var smooth = Image.Gaussnoise(width, height, mean: 128, sigma: 400, seed: 5).Gaussblur(3);
        var picture = Grid(smooth);
        var own = Resampling.Stretch(picture, All(picture), 64, 64).Bytes;
        using var image = picture.ToImage();
        using var theirs = image.ThumbnailImage(64, 64, Enums.Size.Force);
        Assert.True(own.Zip(theirs.WriteToMemory<byte>(), (one, other) => Math.Abs(one - other)).Average() < 1);
    }

    [Fact]
    public void A_picture_is_made_smaller_and_never_larger()
    {
        var noise = Noise(60, 20);
        var small = Resampling.Shrink(noise, 30);
        Assert.Equal((30, 10), (small.Width, small.Height));
        Assert.Same(noise, Resampling.Shrink(noise, 60));
        Assert.Equal((8, 1), (Resampling.Shrink(Noise(800, 3), 8).Width, Resampling.Shrink(Noise(800, 3), 8).Height));
    }
}
