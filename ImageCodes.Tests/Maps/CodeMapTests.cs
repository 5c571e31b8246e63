using System.Buffers.Binary;
using ImageCodes.Model.Mapping;
using ImageCodes.Model.Storage;
using ImageCodes.Tests.Components;
using ImageCodes.Web.Maps;
using ImageCodes.Web.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Maps;

public sealed class CodeMapTests : PageContext
{
    private CodeMap Maps => Services.GetRequiredService<CodeMap>();

    private ModelInUse Live => Services.GetRequiredService<LiveModel>().Current;

    private async Task<List<long>> LaidOutAsync(int count)
    {
        var ids = await ImportAsync(count);
        Maps.Make(anew: true);
        return ids;
    }

    [Fact]
    public async Task A_map_is_read_once_for_all_who_ask_until_a_picture_comes_or_goes()
    {
        Assert.Null(Maps.Find(Live));
        var ids = await LaidOutAsync(6);
        var map = Maps.Find(Live)!;
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Maps.Find(Live), Xunit.TestContext.Current.CancellationToken))), found => Assert.Same(map, found));

        Pictures.Delete([ids[2]]);
        var fewer = Maps.Find(Live)!;
        Assert.Equal(ids.Except([ids[2]]).Order(), fewer.Points.Select(point => point.Id));
        Assert.True(map.Holds(ids[2]));
        Assert.False(fewer.Holds(ids[2]));

        await ImportAsync(8);
        Maps.Make(anew: false, cancel: Xunit.TestContext.Current.CancellationToken);
        Assert.Equal(Live.Index.Newest().Count, Maps.Find(Live)!.Points.Count);
    }

    [Fact]
    public async Task A_picture_that_the_map_lacks_would_lie_among_the_others()
    {
        await LaidOutAsync(6);
        var map = Maps.Find(Live)!;
        var later = (await ImportAsync(7))[^1];
        Assert.False(map.Holds(later));
        var place = map.PlaceOf(later)!.Value;
        Assert.Equal(later, place.Id);
        Assert.InRange(place.X, map.Points.Min(point => point.X), map.Points.Max(point => point.X));
        Assert.Equal(place, map.PlaceOf(later));
        Assert.Equal(map.Points[0], map.PlaceOf(map.Points[0].Id));
        Assert.Null(map.PlaceOf(99));
    }

    [Fact]
    public async Task The_script_gets_ids_hashes_and_places_in_columns()
    {
        var ids = (await LaidOutAsync(3)).Order().ToList();
        var map = Maps.Find(Live)!;
        var bytes = map.Packed.AsSpan();
        Assert.Equal(8 + 3 * 24, bytes.Length);
        Assert.Equal(3, BinaryPrimitives.ReadDoubleLittleEndian(bytes));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(ids[i], BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 + 8 * i)..]));
            Assert.StartsWith(Convert.ToHexStringLower(bytes.Slice(32 + 8 * i, 8)), Pictures.Find(ids[i])!.Hash);
            Assert.Equal(map.Points[i].X, BinaryPrimitives.ReadSingleLittleEndian(bytes[(56 + 4 * i)..]));
            Assert.Equal(map.Points[i].Y, BinaryPrimitives.ReadSingleLittleEndian(bytes[(68 + 4 * i)..]));
        }
    }

    [Theory]
    [InlineData(4, 4, 8, false)]
    [InlineData(4, 4, 9, true)]
    [InlineData(MapLayout.MostPoints, MapLayout.MostPoints, 110_000, false)]
    [InlineData(MapLayout.MostPoints, MapLayout.MostPoints, 110_001, true)]   // it is full: none of those that came later is on it
    public async Task A_map_is_outgrown_where_it_tells_little_of_what_came_later(int points, int codes, int now, bool isOutgrown)
    {
        await ImportAsync(1);
        var map = new MapInUse(
            Live, new StoredMap(1, default, codes, [.. Enumerable.Range(0, points).Select(id => new MapPoint(id, 0, 0))]),
            () => new Dictionary<long, string>());
        Assert.Equal(isOutgrown, map.IsOutgrownBy(now));
    }
}
