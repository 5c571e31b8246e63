using ImageCodes.Model.Imaging;
using ImageCodes.Model.Training;

namespace ImageCodes.Tests.Training;

public sealed class AugmentationTests
{
    [Fact]
    public void The_same_random_numbers_draw_the_same_view()
    {
        var picture = Some.Decoder().DecodeInput(Some.Jpeg(1), TestContext.Current.CancellationToken).Whole;
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
        var picture = Some.Decoder().DecodeInput(Some.Jpeg(1), TestContext.Current.CancellationToken).Whole;
        var mirrored = picture.Bytes.Chunk(64 * 3).SelectMany(row => row.Chunk(3).Reverse().SelectMany(pixel => pixel)).ToArray();
        var view = new byte[picture.Bytes.Length];
        for (var seed = 0; seed < 20; seed++)
        {
            new Augmentation(ViewOptions.Light with { Shift = 0, MirroredInTurn = false }).Draw(picture, new Random(seed), view);
            Assert.True(view.SequenceEqual(picture.Bytes) || view.SequenceEqual(mirrored));
        }
    }

    [Fact]
    public void A_picture_mirrored_in_turn_shows_each_side_every_other_time()
    {
        var picture = Some.Decoder().DecodeInput(Some.Jpeg(1), TestContext.Current.CancellationToken).Whole;
        byte[] View(int seed, int turn)
        {
            var view = new byte[picture.Bytes.Length];
            new Augmentation(ViewOptions.Light with { Shift = 0 }).Draw(picture, new Random(seed), view, turn);
            return view;
        }

        Assert.All(Enumerable.Range(0, 20), seed => Assert.Equal(View(seed, turn: 1), picture.Bytes));
        Assert.All(Enumerable.Range(0, 20), seed => Assert.Equal(View(seed, turn: 2), View(1, turn: 0)));
        Assert.NotEqual(View(1, turn: 0), View(1, turn: 1));
    }

    [Fact]
    public void A_view_that_is_only_moved_has_no_colour_that_the_picture_lacks()
    {
        // Two colours with a sharp edge: a move by part of a pixel would mix them.
        var bytes = Enumerable.Range(0, 64 * 64).SelectMany(i => i % 64 < 30 ? new byte[] { 255, 0, 0 } : [0, 0, 255]).ToArray();
        var picture = new PixelGrid(64, 64, bytes);
        var view = new byte[bytes.Length];
        var edges = new HashSet<int>();
        for (var seed = 0; seed < 30; seed++)
        {
            new Augmentation(ViewOptions.Light).Draw(picture, new Random(seed), view);
            Assert.All(view.Chunk(3), pixel => Assert.True(pixel is [255, 0, 0] or [0, 0, 255]));
            edges.Add(view.Chunk(3).Take(64).Count(pixel => pixel[0] == 255));
        }

        Assert.True(edges.Count > 4, $"moved to {edges.Count} places");
    }

    [Fact]
    public void Turning_hues_leaves_greys_and_changes_colours()
    {
        var turned = new Augmentation(ViewOptions.Light with { Shift = 0, Hue = 0.5 });
        var view = new byte[64 * 64 * 3];
        turned.Draw(Some.Pixels(90, 90, 90), new Random(2), view);
        Assert.All(view, value => Assert.InRange(value, 89, 91));
        turned.Draw(Some.Pixels(150, 110, 110), new Random(2), view);
        Assert.True(Math.Abs(view[0] - 150) > 10, $"red became {view[0]}, {view[1]}, {view[2]}");
        Assert.Equal(0.213 * 150 + 0.787 * 110, 0.213 * view[0] + 0.715 * view[1] + 0.072 * view[2], tolerance: 2);
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
    public void A_square_of_a_view_is_hidden_somewhere_and_only_there()
    {
        var hiding = new Augmentation(ViewOptions.Light with { Shift = 0, Hidden = 0.25 });
        var view = new byte[64 * 64 * 3];
        var places = new HashSet<int>();
        for (var seed = 0; seed < 20; seed++)
        {
            hiding.Draw(Some.Pixels(120, 60, 200), new Random(seed), view);
            var hidden = Enumerable.Range(0, 64 * 64).Where(place => view[place * 3] != 120).ToList();
            Assert.InRange(hidden.Count, 8 * 8, 16 * 16);   // past a corner a quarter of it is left
            Assert.All(hidden, place => Assert.Equal([128, 128, 128], view[(place * 3)..(place * 3 + 3)]));
            Assert.Equal(hidden.Count, (hidden.Max(place => place % 64) - hidden.Min(place => place % 64) + 1) * (hidden[^1] / 64 - hidden[0] / 64 + 1));
            places.Add(hidden[0]);
        }

        Assert.True(places.Count > 10, $"hidden at {places.Count} places");
    }

    [Fact]
    public void A_blurred_view_has_weaker_edges()
    {
        var picture = Some.Decoder().DecodeInput(Some.Jpeg(1), TestContext.Current.CancellationToken).Whole;
        double Roughness(double chance)
        {
            var view = new byte[picture.Bytes.Length];
            new Augmentation(ViewOptions.Light with { Shift = 0, BlurChance = chance }).Draw(picture, new Random(3), view);
            return Math.Sqrt(view.Skip(3).Zip(view, (next, here) => Math.Pow(next - here, 2)).Average());
        }

        Assert.InRange(Roughness(1), 0.1 * Roughness(0), 0.95 * Roughness(0));
    }
}
