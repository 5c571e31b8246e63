using ImageCodes.Model.Training;

namespace ImageCodes.Tests.Training;

public sealed class AugmentationTests
{
    [Fact]
    public void The_same_random_numbers_draw_the_same_view()
    {
        var picture = Some.Decoder().DecodePixels(Some.Jpeg(1), TestContext.Current.CancellationToken);
        byte[] View(int seed)
        {
            var view = new byte[picture.Bytes.Length];
            new Augmentation(new ViewOptions()).Draw(picture, new Random(seed), view);
            return view;
        }

        Assert.Equal(View(1), View(1));
        Assert.NotEqual(View(1), View(2));
    }

    [Fact]
    public void A_view_of_one_colour_is_of_one_colour_where_nothing_plain_is_laid_over_it()
    {
        var augmentation = new Augmentation(new ViewOptions { FrameChance = 0, TurnChance = 0 });
        var view = new byte[64 * 64 * 3];
        for (var seed = 0; seed < 20; seed++)
        {
            augmentation.Draw(Some.Pixels(120, 60, 200), new Random(seed), view);
            Assert.All(view.Chunk(3), pixel => Assert.Equal(view[..3], pixel));
        }
    }

    [Fact]
    public void A_light_view_of_a_still_picture_is_the_picture_or_its_mirror_image()
    {
        var picture = Some.Decoder().DecodePixels(Some.Jpeg(1), TestContext.Current.CancellationToken);
        var mirrored = picture.Bytes.Chunk(64 * 3).SelectMany(row => row.Chunk(3).Reverse().SelectMany(pixel => pixel)).ToArray();
        var view = new byte[picture.Bytes.Length];
        for (var seed = 0; seed < 20; seed++)
        {
            new Augmentation(ViewOptions.Light with { Shift = 0 }).Draw(picture, new Random(seed), view);
            Assert.True(view.SequenceEqual(picture.Bytes) || view.SequenceEqual(mirrored));
        }
    }

    [Fact]
    public void A_framed_view_shows_one_plain_colour_at_an_edge()
    {
        var view = new byte[64 * 64 * 3];
        new Augmentation(ViewOptions.Light with { Shift = 0, FrameChance = 1 }).Draw(Some.Pixels(120, 60, 200), new Random(5), view);
        var colours = view.Chunk(3).Select(pixel => (pixel[0], pixel[1], pixel[2])).ToHashSet();
        Assert.Contains(((byte)120, (byte)60, (byte)200), colours);
        var plain = Assert.Single(colours, colour => colour != (120, 60, 200));
        Assert.True(plain.Item1 == plain.Item2 && plain.Item2 == plain.Item3);
    }

    [Fact]
    public void A_blurred_view_has_weaker_edges()
    {
        var picture = Some.Decoder().DecodePixels(Some.Jpeg(1), TestContext.Current.CancellationToken);
        double Roughness(double chance)
        {
            var view = new byte[picture.Bytes.Length];
            new Augmentation(ViewOptions.Light with { Shift = 0, BlurChance = chance }).Draw(picture, new Random(3), view);
            return Math.Sqrt(view.Skip(3).Zip(view, (next, here) => Math.Pow(next - here, 2)).Average());
        }

        Assert.InRange(Roughness(1), 0.1 * Roughness(0), 0.95 * Roughness(0));
    }
}
