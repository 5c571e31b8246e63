using ImageCodes.Model.Mapping;

namespace ImageCodes.Tests.Mapping;

public sealed class MapOutlineTests
{
    [Fact]
    public void An_outline_that_goes_in_holds_what_is_in_its_arms_only()
    {
        // A square from which a notch is cut at the top.
        var outline = new[] { (0f, 0f), (4f, 0f), (4f, 4f), (2f, 1f), (0f, 4f) };
        IReadOnlyList<MapPoint> points = [new(1, 1, 1), new(2, 2, 3), new(3, 3.5f, 3), new(4, 5, 1)];
        Assert.Equal([1L, 3L], MapOutline.Within(points, outline).Order());
        Assert.Empty(MapOutline.Within(points, outline[..2]));
    }

    [Fact]
    public void What_is_nearest_to_its_middle_comes_first() =>
        Assert.Equal([2L, 1L, 3L], MapOutline.Within([new(1, 1, 1), new(2, 0.1f, 0), new(3, -1.5f, -1.5f)], [(-2, -2), (2, -2), (2, 2), (-2, 2)]));
}
