using ImageCodes.Model.Mapping;

namespace ImageCodes.Tests.Mapping;

public sealed class MapRegionTests
{
    // Two in the lower left corner, one in the middle, one in the upper right corner.
    private static readonly IReadOnlyList<MapPoint> Points = [new(1, -1, -0.5f), new(2, -0.8f, -0.45f), new(3, 0, 0), new(4, 1, 0.5f)];

    [Fact]
    public void Each_part_tells_its_groups_the_most_frequent_first()
    {
        var regions = MapRegion.Of(Points, MapColours.ByName(Points, new Dictionary<long, string> { [1] = "a", [2] = "b", [3] = "b", [4] = "b" }));
        Assert.Equal([0, 0, 1, 0, 1, 0, 2, 0, 0], regions.Select(region => region.Count));
        Assert.Equal([new("b", 1), new("a", 1)], regions[6].Groups);
        Assert.Equal((2, 0), (regions[6].Row, regions[6].Column));
        Assert.Empty(regions[0].Groups);
    }

    [Fact]
    public void Of_a_scale_each_part_tells_what_half_of_it_has_at_most()
    {
        var regions = MapRegion.Of(Points, new MapColours(null, null, null, 10, 110, [0, 51, 255, 102]));
        Assert.Equal([null, null, 50, null, 110, null, 10, null, null], regions.Select(region => region.Median));
    }

    [Fact]
    public void Every_picture_is_within_one_part_the_nearest_to_its_middle_first()
    {
        var regions = MapRegion.Of(Points, MapColours.ByName(Points, new Dictionary<long, string>()));
        Assert.Equal([2L, 1L], regions[6].Within(Points));
        Assert.Equal([1L, 2L, 3L, 4L], regions.SelectMany(region => region.Within(Points)).Order());
    }

    [Fact]
    public void Without_points_there_are_no_parts_and_points_on_one_spot_are_in_one()
    {
        Assert.Empty(MapRegion.Of([], MapColours.ByName([], new Dictionary<long, string>())));
        IReadOnlyList<MapPoint> same = [new(1, 0.2f, 0.3f), new(2, 0.2f, 0.3f)];
        Assert.Equal(2, MapRegion.Of(same, MapColours.ByName(same, new Dictionary<long, string>())).Single(region => region.Count > 0).Count);
    }
}
