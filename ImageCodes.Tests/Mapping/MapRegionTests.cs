using ImageCodes.Model.Codes;
using ImageCodes.Model.Mapping;
using ImageCodes.Model.Search;

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
    public void A_distance_that_became_a_colour_is_told_as_it_was()
    {
        static BinaryCode Far(int distance) =>
            Enumerable.Range(0, distance).Aggregate(BinaryCode.FromWords(256, new ulong[4]), (code, bit) => code.Flip(bit));
        for (var distance = 0; distance <= 200; distance++)
        {
            var codes = new CodeIndex(256);
            codes.Add(new CodeBatch(256, [KeyValuePair.Create(1L, Far(0)), KeyValuePair.Create(2L, Far(distance)), KeyValuePair.Create(3L, Far(200))]));
            IReadOnlyList<MapPoint> points = [new(1, 0, 0), new(2, 1, 1), new(3, -1, -1)];
            Assert.Equal(distance, MapRegion.Of(points, MapColours.ByDistance(points, codes.Snapshot(), Far(0)))[2].Median);
        }
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
