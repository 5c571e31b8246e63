using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;

namespace ImageCodes.Tests.Search;

/// <summary>What every index must do, compared with sorting every distance.</summary>
public abstract class CodeIndexContract
{
    protected abstract ICodeIndex Create(int bits);

    private ICodeIndex Filled(IReadOnlyList<BinaryCode> codes)
    {
        var index = Create(codes[0].Bits);
        index.Add([.. codes.Select((code, id) => KeyValuePair.Create((long)id, code))]);
        return index;
    }

    private static List<Neighbour> Sorted(IReadOnlyList<BinaryCode> codes, PictureCode query, int within = int.MaxValue) =>
        [.. codes.Select((code, id) => (Id: (long)id, Code: code.Prefix(query.Bits)))
            .Select(pair => (pair.Id, Distance: pair.Code.DistanceTo(query.Code), Margin: query.MarginTo(pair.Code.Words)))
            .Where(row => row.Distance <= within)
            .OrderBy(row => row.Distance).ThenBy(row => row.Margin).ThenBy(row => row.Id)
            .Select(row => new Neighbour(row.Id, row.Distance))];

    [Theory]
    [InlineData(64, 1_000, 10)]
    [InlineData(64, 5_000, 100)]
    [InlineData(100, 3_000, 1)]
    [InlineData(256, 4_500, 37)]
    [InlineData(20, 3_000, 500)]
    public void Nearest_agrees_with_sorting_every_distance(int bits, int count, int k)
    {
        foreach (var codes in new[] { Some.Codes(count, bits, seed: 7), Some.ClusteredCodes(count, bits, seed: 8) })
        {
            var index = Filled(codes);
            for (var seed = 0; seed < 10; seed++)
            {
                var query = Some.Query(bits, seed);
                Assert.Equal(Sorted(codes, query).Take(k), index.Nearest(query, k));
            }

            var known = new PictureCode(codes[count / 2]);
            Assert.Equal(Sorted(codes, known).Take(k), index.Nearest(known, k));
        }
    }

    [Fact]
    public void A_shorter_query_is_compared_with_the_first_bits()
    {
        var codes = Some.ClusteredCodes(2_500, bits: 256, seed: 3);
        var index = Filled(codes);
        foreach (var bits in new[] { 1, 16, 33, 64, 65, 128, 200 })
        {
            var query = Some.Query(256, seed: bits).Prefix(bits);
            Assert.Equal(Sorted(codes, query).Take(25), index.Nearest(query, 25));
        }
    }

    [Fact]
    public void The_ball_holds_everything_within_the_radius_and_nothing_else()
    {
        var codes = Some.ClusteredCodes(6_000, bits: 64, seed: 5);
        var index = Filled(codes);
        for (var radius = 0; radius < 30; radius += 3)
        {
            var query = new PictureCode(codes[radius]);
            Assert.Equal(Sorted(codes, query, radius), index.Ball(query, radius));
        }
    }

    [Fact]
    public void Equal_distances_go_to_the_smaller_margin_and_then_to_the_smaller_id()
    {
        var index = Create(4);
        index.Add([KeyValuePair.Create(9L, BinaryCode.Parse("7")), KeyValuePair.Create(3L, BinaryCode.Parse("b")), KeyValuePair.Create(1L, BinaryCode.Parse("b"))]);
        var query = new PictureCode(new[] { 0.1f, 0.9f, 0.5f, 0.5f });
        Assert.Equal([new Neighbour(9, 1), new Neighbour(1, 1), new Neighbour(3, 1)], index.Nearest(query, 5));
    }

    [Fact]
    public void Nearest_keeps_to_the_radius()
    {
        var codes = Some.ClusteredCodes(1_000, bits: 64, seed: 6);
        var query = new PictureCode(codes[0]);
        Assert.Equal(Sorted(codes, query, within: 4).Take(7), Filled(codes).Nearest(query, 7, within: 4));
    }

    [Fact]
    public void What_is_removed_is_never_found_and_what_is_added_again_replaces()
    {
        var codes = Some.Codes(5_000, bits: 64, seed: 9);
        var index = Filled(codes);
        var removed = Enumerable.Range(0, 5_000).Where(id => id % 3 == 0).Select(id => (long)id).ToList();
        Assert.Equal(removed.Count, index.Remove(removed));
        Assert.Equal(0, index.Remove(removed));
        Assert.Equal(5_000 - removed.Count, index.Count);
        Assert.DoesNotContain(index.Ball(Some.Query(64, 1), 64), neighbour => neighbour.Id % 3 == 0);

        index.Add([KeyValuePair.Create(1L, codes[0]), KeyValuePair.Create(0L, codes[0])]);
        Assert.Equal(5_000 - removed.Count + 1, index.Count);
        Assert.Equal([new Neighbour(0, 0), new Neighbour(1, 0)], index.Nearest(new PictureCode(codes[0]), 2));
    }

    [Fact]
    public void An_empty_index_finds_nothing()
    {
        Assert.Empty(Create(64).Nearest(Some.Query(64, 1), 10));
        Assert.Empty(Create(64).Ball(Some.Query(64, 1), 64));
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused_with_both_sides()
    {
        var index = Create(64);
        Assert.Contains("64-bit codes; got 128 bits", Assert.Throws<ArgumentException>(() => index.Add([KeyValuePair.Create(1L, Some.Codes(1, 128, 1)[0])])).Message);
        Assert.Contains("64-bit codes; the query has 128 bits", Assert.Throws<ArgumentException>(() => index.Nearest(Some.Query(128, 1), 1)).Message);
        Assert.Equal(0, index.Count);
    }

    [Fact]
    public async Task A_search_sees_whole_batches_while_others_write()
    {
        // Each batch is ten equal codes; a search that saw half a batch would count something else than tens.
        var index = Create(64);
        var code = Some.Codes(1, 64, 11)[0];
        using var done = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            while (!done.IsCancellationRequested) Assert.Equal(0, index.Ball(new PictureCode(code), 0).Count % 10);
        }, TestContext.Current.CancellationToken);
        for (var batch = 0; batch < 400; batch++)
        {
            index.Add([.. Enumerable.Range(batch * 10, 10).Select(id => KeyValuePair.Create((long)id, code))]);
            if (batch % 5 == 4) index.Remove([.. Enumerable.Range((batch - 2) * 10, 10).Select(id => (long)id)]);
        }

        await done.CancelAsync();
        await reader;
        Assert.Equal(3_200, index.Count);
    }
}
