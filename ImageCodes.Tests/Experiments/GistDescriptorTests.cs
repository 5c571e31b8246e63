using ImageCodes.Model.Experiments;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;

namespace ImageCodes.Tests.Experiments;

public sealed class GistDescriptorTests
{
    private const int Side = 32;

    /// <summary>Stripes of so many pixels across, in the direction of an angle, light enough not to be clipped.</summary>
    private static PixelGrid Stripes(double degrees, double period, double light = 128)
    {
        var radians = degrees * Math.PI / 180;
        var bytes = new byte[Side * Side * 3];
        for (var i = 0; i < bytes.Length; i++)
        {
            var (x, y) = (i / 3 % Side, i / 3 / Side);
            bytes[i] = (byte)(light + 60 * Math.Sin(2 * Math.PI * (x * Math.Cos(radians) + y * Math.Sin(radians)) / period));
        }

        return new PixelGrid(Side, Side, bytes);
    }

    private static float[] Describe(PixelGrid picture)
    {
        TorchRuntime.EnsurePrepared();
        using var numbers = GistDescriptor.Of([picture], cancel: TestContext.Current.CancellationToken);
        Assert.Equal([1, GistDescriptor.Length], numbers.shape);
        return numbers.data<float>().ToArray();
    }

    /// <summary>How strong each of the 32 filters is over the whole picture: 8 directions of the finest edges first.</summary>
    private static float[] Filters(PixelGrid picture) => [.. Describe(picture).Chunk(16).Select(parts => parts.Average())];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(45, 6)]
    [InlineData(90, 4)]
    [InlineData(135, 2)]
    public void Stripes_answer_in_their_own_direction(double degrees, int direction)
    {
        var filters = Filters(Stripes(degrees, period: 3.5))[..8];
        Assert.Equal(direction, Array.IndexOf(filters, filters.Max()));
    }

    [Fact]
    public void Fine_stripes_answer_in_the_finest_scale_and_coarse_ones_in_a_coarser()
    {
        int Scale(double period) => Filters(Stripes(0, period)).Chunk(8).Select((directions, scale) => (directions.Max(), scale)).Max().scale;
        Assert.Equal(0, Scale(3.4));
        Assert.True(Scale(11) > 0);
    }

    [Fact]
    public void Light_does_not_matter_much()
    {
        var (dark, bright) = (Describe(Stripes(0, 5, light: 70)), Describe(Stripes(0, 5, light: 190)));
        var grating = Describe(Stripes(60, 5));
        float Gap(float[] a, float[] b) => a.Zip(b, (x, y) => (x - y) * (x - y)).Sum();
        Assert.True(Gap(dark, bright) < 0.3 * Gap(dark, grating));
    }
}
