using ImageCodes.Model.Codes;
using ImageCodes.Model.Mapping;

namespace ImageCodes.Tests.Mapping;

public sealed class MapLayoutTests
{
    private const int Bits = 64;
    private const int Groups = 5;

    /// <summary>Codes of five groups: each a code drawn by chance with one bit in ten the other way.</summary>
    private static List<KeyValuePair<long, BinaryCode>> InGroups(int count, int seed = 1)
    {
        var random = new Random(seed);
        var centres = Some.Codes(Groups, Bits, seed: 99);
        return [.. Enumerable.Range(0, count).Select(place =>
        {
            var code = centres[place % Groups];
            for (var bit = 0; bit < Bits; bit++) code = random.Next(10) == 0 ? code.Flip(bit) : code;
            return KeyValuePair.Create((long)place + 1, code);
        })];
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static IReadOnlyList<MapPoint> Lay(IReadOnlyList<KeyValuePair<long, BinaryCode>> codes, int seed = 1) =>
        MapLayout.Lay(Bits, codes, seed, cancel: Cancel);

    private static long GroupOf(long id) => (id - 1) % Groups;

    private static float Away(MapPoint a, MapPoint b) => MathF.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));

    private static double ShareOfNearestInGroup(MapPoint point, IReadOnlyList<MapPoint> map) =>
        map.Where(other => other.Id != point.Id).OrderBy(other => Away(point, other)).Take(10).Count(other => GroupOf(other.Id) == GroupOf(point.Id)) / 10.0;

    [Fact]
    public void What_is_near_in_code_space_lies_near_on_the_map()
    {
        var map = Lay(InGroups(500));
        Assert.Equal(Enumerable.Range(1, 500).Select(id => (long)id), map.Select(point => point.Id));
        Assert.True(map.Average(point => ShareOfNearestInGroup(point, map)) > 0.98);
        Assert.All(map, point => Assert.InRange(Math.Max(Math.Abs(point.X), Math.Abs(point.Y)), 0, 1.0001f));
        Assert.Equal(1, map.Max(point => Math.Max(Math.Abs(point.X), Math.Abs(point.Y))), 3);
    }

    [Fact]
    public void The_same_codes_and_seed_give_the_same_map_and_another_seed_another()
    {
        var codes = InGroups(120);
        Assert.Equal(Lay(codes, seed: 7), Lay(codes, seed: 7));
        Assert.NotEqual(Lay(codes, seed: 7), Lay(codes, seed: 8));
    }

    [Fact]
    public void New_codes_find_their_group_and_nothing_moves_for_them()
    {
        var codes = InGroups(400);
        var map = Lay(codes);
        var before = map.ToList();
        var later = InGroups(440, seed: 2).Skip(400).ToList();
        var added = MapLayout.Extend(Bits, [.. map.Zip(codes, (point, pair) => (point, pair.Value))], later, cancel: Cancel);
        Assert.Equal(later.Select(pair => pair.Key), added.Select(point => point.Id));
        Assert.True(added.Average(point => ShareOfNearestInGroup(point, map)) > 0.95);
        Assert.Equal(before, map);
    }

    [Fact]
    public void A_code_that_many_hold_alike_has_a_place_too()
    {
        // Eight copies of the new code lie scattered; all hold it fully, the others not at all.
        var code = Some.Codes(1, Bits, seed: 5)[0];
        var placed = Enumerable.Range(1, 20).Select(id => (new MapPoint(id, id % 5 - 2, id / 5 - 2), id <= 8 ? code : Some.Codes(20, Bits, seed: 6)[id - 1])).ToList();
        var added = MapLayout.Extend(Bits, placed, [KeyValuePair.Create(99L, code)], cancel: Cancel).Single();
        Assert.True(float.IsFinite(added.X) && float.IsFinite(added.Y));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public void Copies_have_places_of_their_own(int count)
    {
        var code = Some.Codes(1, Bits, seed: 3)[0];
        var map = Lay([.. Enumerable.Range(0, count).Select(id => KeyValuePair.Create((long)id, code))]);
        Assert.Equal(count, map.Select(point => (point.X, point.Y)).Distinct().Count());
        Assert.All(map, point => Assert.True(float.IsFinite(point.X) && float.IsFinite(point.Y)));
    }

    [Fact]
    public void It_tells_how_far_it_is_and_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        var shares = new List<double>();
        var progress = new Told(told =>
        {
            shares.Add(told.Share);
            if (told.Share > 0.5) stop.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => MapLayout.Lay(Bits, InGroups(100), progress: progress, cancel: stop.Token));
        Assert.Equal(shares.Order(), shares);
        Assert.InRange(shares[^1], 0.5, 0.51);
    }

    [Fact]
    public void What_comes_later_is_placed_some_at_a_time_and_that_can_be_stopped()
    {
        var placed = InGroups(20).Select((pair, place) => (new MapPoint(pair.Key, place, place), pair.Value)).ToList();
        var later = Enumerable.Range(0, 2_500).Select(id => KeyValuePair.Create(1_000L + id, placed[id % placed.Count].Value)).ToList();
        var shares = new List<double>();
        Assert.Equal(later.Select(pair => pair.Key), MapLayout.Extend(Bits, placed, later, new Told(told => shares.Add(told.Share)), Cancel).Select(point => point.Id));
        Assert.Equal([0.4, 0.8, 1], shares);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => MapLayout.Extend(Bits, placed, later, new Told(_ => stop.Cancel()), stop.Token));
    }

    [Fact]
    public void Fewer_than_three_make_no_map() =>
        Assert.Contains(
            "there are 2", Assert.Throws<ArgumentException>(() => Lay([.. Some.Codes(2, Bits, seed: 3).Select((code, id) => KeyValuePair.Create((long)id, code))])).Message);

    [Fact]
    public void There_is_nothing_to_extend_where_nothing_lies() =>
        Assert.Contains("nothing does", Assert.Throws<ArgumentException>(() => MapLayout.Extend(Bits, [], InGroups(3), cancel: Cancel)).Message);

    private sealed class Told(Action<MapProgress> tell) : IProgress<MapProgress>
    {
        public void Report(MapProgress value) => tell(value);
    }
}
