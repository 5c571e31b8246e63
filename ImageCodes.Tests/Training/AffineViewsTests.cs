using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training;

public sealed class AffineViewsTests
{
    [Fact]
    public void A_view_is_the_picture_a_little_turned_scaled_and_moved()
    {
        TorchRuntime.EnsurePrepared();
        using var scope = NewDisposeScope();
        // A disc of radius 5, left of the middle by 4.
        var (rows, columns) = (arange(28).unsqueeze(1), arange(28).unsqueeze(0));
        var disc = ((rows - 13.5).square() + (columns - 9.5).square()).lt(25).to(float32);
        using var random = new Generator(3);
        var views = AffineViews.Draw(disc.reshape(1, -1).repeat(200, 1), random).reshape(200, 28, 28);
        var size = views.sum([1L, 2L]) / disc.sum();
        Assert.All(size.data<float>().ToArray(), share => Assert.InRange(share, 1 / 1.25, 1 / 0.78));   // a tenth wider or narrower
        var weight = views.sum([1L, 2L]);
        var (down, across) = ((views * rows).sum([1L, 2L]) / weight, (views * columns).sum([1L, 2L]) / weight);
        // 1.5 by moving, 4 sin 10° by turning, a ninth of both by scaling down.
        Assert.All(down.data<float>().ToArray(), place => Assert.InRange(place, 13.5 - 2.7, 13.5 + 2.7));
        Assert.All(across.data<float>().ToArray(), place => Assert.InRange(place, 9.5 - 2.4, 9.5 + 2.4));
        Assert.InRange(down.std().item<float>(), 0.5, 1.5);
        Assert.InRange(across.std().item<float>(), 0.4, 1.5);
    }
}
