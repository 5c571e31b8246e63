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
            Augmentation.Draw(picture, new Random(seed), view);
            return view;
        }

        Assert.Equal(View(1), View(1));
        Assert.NotEqual(View(1), View(2));
    }

    [Fact]
    public void A_view_of_one_colour_is_of_one_colour()
    {
        var view = new byte[64 * 64 * 3];
        for (var seed = 0; seed < 20; seed++)
        {
            Augmentation.Draw(Some.Pixels(120, 60, 200), new Random(seed), view);
            Assert.All(view.Chunk(3), pixel => Assert.Equal(view[..3], pixel));
        }
    }
}
