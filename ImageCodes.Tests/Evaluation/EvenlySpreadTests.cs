using ImageCodes.Model.Evaluation;

namespace ImageCodes.Tests.Evaluation;

public sealed class EvenlySpreadTests
{
    [Theory]
    [InlineData(11, 10)]
    [InlineData(10, 10)]
    [InlineData(300, 40)]
    [InlineData(7, 10)]
    [InlineData(0, 10)]
    public void As_many_are_drawn_as_asked_for_and_none_twice(int of, int most)
    {
        var drawn = Enumerable.Range(0, of).ToList().Evenly(most);
        Assert.Equal(Math.Min(of, most), drawn.Count);
        Assert.Equal(drawn.Distinct().Order(), drawn);
        Assert.True(drawn.Count == 0 || drawn[0] == 0);
        var gaps = drawn.Zip(drawn.Skip(1), (one, next) => next - one).ToList();
        Assert.True(gaps.Count == 0 || gaps.Max() - gaps.Min() <= 1);
    }
}
