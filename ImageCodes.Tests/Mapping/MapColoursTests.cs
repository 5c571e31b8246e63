using ImageCodes.Model.Codes;
using ImageCodes.Model.Mapping;
using ImageCodes.Model.Search;

namespace ImageCodes.Tests.Mapping;

public sealed class MapColoursTests
{
    private static readonly IReadOnlyList<MapPoint> Points = [new(1, 0, 0), new(2, 1, 0), new(3, 0, 1), new(4, 1, 1)];

    private static CodeSnapshot Codes(params string[] codes)
    {
        var index = new CodeIndex(codes[0].Length * 4);
        index.Add(new CodeBatch(index.Bits, codes.Select((code, place) => KeyValuePair.Create(place + 1L, BinaryCode.Parse(code)))));
        return index.Snapshot();
    }

    [Fact]
    public void Names_are_groups_the_most_frequent_first_and_what_has_none_is_one_of_them()
    {
        var colours = MapColours.ByName(Points, new Dictionary<long, string> { [1] = "boats", [2] = "apples", [4] = "boats" });
        Assert.Equal(["boats", "apples", "no label"], colours.Names);
        Assert.Equal([2, 1, 1], colours.Counts);
        Assert.Equal([0, 1, 2, 0], colours.Values);
        Assert.Equal([1, 0, 12], colours.Swatches);
    }

    [Fact]
    public void The_names_that_have_no_colour_left_share_the_last()
    {
        var points = Enumerable.Range(0, 100).Select(id => new MapPoint(id, 0, 0)).ToList();
        var colours = MapColours.ByName(points, points.ToDictionary(point => point.Id, point => $"{(char)('a' + (int)Math.Sqrt(point.Id * 2))}"));
        Assert.Equal(MapColours.MostNames + 1, colours.Names!.Count);
        Assert.EndsWith(" others", colours.Names[^1]);
        Assert.Equal(100, colours.Counts!.Sum());
        Assert.Equal(colours.Counts![^1], colours.Values.Count(value => value == MapColours.MostNames));
    }

    [Fact]
    public void As_many_names_as_there_are_colours_have_one_each_beside_those_without_a_name_and_the_others()
    {
        var points = Enumerable.Range(0, 40).Select(id => new MapPoint(id, 0, 0)).ToList();
        MapColours Named(int names) => MapColours.ByName(points, points.Where(point => point.Id < 2 * names).ToDictionary(point => point.Id, point => $"{(char)('a' + point.Id % names)}"));
        Assert.Equal(Enumerable.Range(0, 13), Named(12).Swatches!.Order());
        var more = Named(14);
        Assert.Equal(Enumerable.Range(0, 14), more.Swatches!.Order());
        Assert.Equal(["no label", "2 others"], more.Names!.Where((_, group) => more.Swatches![group] >= MapColours.MostNames));
        Assert.Equal([12, 4], more.Counts!.Where((_, group) => more.Swatches![group] >= MapColours.MostNames));
        Assert.Equal("m", Named(13).Names![^1]);   // one alone needs no other name than its own
        // A label that is called so is one.
        Assert.Equal([1, 3], MapColours.ByName(Points, new Dictionary<long, string> { [1] = "no label" }).Counts!.Order());
    }

    [Fact]
    public void A_bit_makes_two_groups()
    {
        var colours = MapColours.ByBit(Points, Codes("8000", "4000", "c000", "0000"), 1);
        Assert.Equal([0, 1, 1, 0], colours.Values);
        Assert.Equal([2, 2], colours.Counts);
        Assert.Contains("numbered 0 to 15; got 16", Assert.Throws<ArgumentOutOfRangeException>(() => MapColours.ByBit(Points, Codes("8000"), 16)).Message);
    }

    [Fact]
    public void Distances_fill_a_scale_from_the_least_to_the_most()
    {
        var codes = Codes("0000", "000f", "00ff", "ffff");
        var colours = MapColours.ByDistance(Points, codes, BinaryCode.Parse("0000"));
        Assert.Null(colours.Names);
        Assert.Equal((0, 16), (colours.Low, colours.High));
        Assert.Equal([0, 64, 128, 255], colours.Values);
    }

    [Fact]
    public void Groups_keep_their_colours_as_others_overtake_them_and_what_is_no_group_is_grey()
    {
        Assert.Equal([1, 0, 12], MapColours.SwatchesOf(["boats", "apples", null]));
        Assert.Equal([12, 0, 1], MapColours.SwatchesOf([null, "apples", "boats"]));
        Assert.Equal([1, 0, 2, 12], MapColours.SwatchesOf(["cats", "boats", "the others", null]));
    }
}
