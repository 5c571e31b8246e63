using ImageCodes.Model.Experiments.Data;

namespace ImageCodes.Tests.Experiments.Data;

public sealed class CurvesTests
{
    [Fact]
    public void Curves_are_ink_on_nothing_the_same_by_the_same_seed()
    {
        var curves = Curves.Draw(20, seed: 1);
        Assert.Equal([20, Curves.Side * Curves.Side], curves.shape);
        Assert.Equal(0, curves.min().item<float>());
        Assert.InRange(curves.max().item<float>(), 0.9f, 1);
        Assert.All(curves.sum(1).data<float>().ToArray(), ink => Assert.InRange(ink, 10, 150));
        Assert.True(curves.eq(Curves.Draw(20, seed: 1)).all().item<bool>());
        Assert.False(curves.eq(Curves.Draw(20, seed: 2)).all().item<bool>());
    }
}
