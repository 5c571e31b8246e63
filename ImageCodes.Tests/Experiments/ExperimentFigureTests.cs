using ImageCodes.Model.Experiments;

namespace ImageCodes.Tests.Experiments;

public sealed class ExperimentFigureTests
{
    [Theory]
    [InlineData("mAP, 48 bits", 0.92, true)]
    [InlineData("mAP, 48 bits", 0.93, false)]
    [InlineData("mAP, 48 bits", 0.94, false)]
    [InlineData("test error in percent", 0.94, true)]
    [InlineData("test error in percent", 0.93, false)]
    [InlineData("test error in percent", 0.92, false)]
    public void An_error_must_not_be_above_its_aim_and_all_else_not_below(string name, double value, bool missed) =>
        Assert.Equal(missed, new ExperimentFigure(name, value, Floor: 0.93).Missed);

    [Fact]
    public void What_has_no_aim_misses_none() => Assert.False(new ExperimentFigure("mAP", 0).Missed);
}
