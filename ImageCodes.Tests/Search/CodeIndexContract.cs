using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;
using ImageCodes.Model.Search.Kernels;

namespace ImageCodes.Tests.Search;

/// <summary>What an index must do, whatever its method and instructions, compared with sorting every distance.</summary>
public abstract class CodeIndexContract(SearchMethod method, InstructionSet? instructions = null)
{
    private CodeIndex Create(int bits)
    {
        if (instructions > ScanKernel.Best) Assert.Skip($"This processor has no {instructions}.");
        return new CodeIndex(bits, method) { Instructions = instructions ?? ScanKernel.Best };
    }

    /// <summary>With tables for three quarters of the codes, where the method has any; the others came later.</summary>
    private CodeIndex Filled(IReadOnlyList<BinaryCode> codes, int? queryBits = null)
    {
        var index = Create(codes[0].Bits);
        var all = codes.Select((code, id) => KeyValuePair.Create((long)id, code)).ToList();
        index.Add(new CodeBatch(index.Bits, all.Take(codes.Count * 3 / 4)));
        index.Prepare(queryBits ?? index.Bits);
        index.Add(new CodeBatch(index.Bits, all.Skip(codes.Count * 3 / 4)));
        return index;
    }

    private static CodeBatch Batch(int bits, params IEnumerable<KeyValuePair<long, BinaryCode>> codes) => new(bits, codes);

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
        foreach (var bits in new[] { 1, 16, 20, 33, 64, 65, 128, 200 })
        {
            var index = Filled(codes, bits);
            var query = Some.Query(256, seed: bits).Prefix(bits);
            Assert.Equal(Sorted(codes, query).Take(25), index.Nearest(query, 25));
            Assert.Equal(Sorted(codes, query, within: 3), index.Nearest(query, int.MaxValue, within: 3));
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
            Assert.Equal(Sorted(codes, query, radius).OrderBy(near => near.Id), index.Ball(query, radius).OrderBy(near => near.Id));
            Assert.Equal(Sorted(codes, query, radius), index.Nearest(query, int.MaxValue, radius));
        }
    }

    [Fact]
    public void Codes_are_counted_at_each_distance()
    {
        var codes = Some.ClusteredCodes(20_000, bits: 100, seed: 31);
        var index = Filled(codes);
        index.Remove([0, 7]);
        var query = new PictureCode(codes[3]);
        int[] lengths = [64, 70, 7, 100, 16];
        var counts = index.Snapshot().CountByDistance(query, lengths);
        Assert.Equal(lengths.Order(), counts.Keys.Order());
        foreach (var bits in lengths)
        {
            var expected = Sorted(codes, query.Prefix(bits)).Where(near => near.Id is not (0 or 7)).CountBy(near => near.Distance).ToDictionary();
            Assert.Equal(Enumerable.Range(0, bits + 1).Select(distance => expected.GetValueOrDefault(distance)), counts[bits]);
        }

        Assert.Throws<ArgumentException>(() => index.Snapshot().CountByDistance(query, [101]));
    }

    [Fact]
    public void Equal_distances_go_to_the_smaller_margin_and_then_to_the_smaller_id()
    {
        var index = Create(4);
        index.Add(Batch(4, KeyValuePair.Create(9L, BinaryCode.Parse("7")), KeyValuePair.Create(3L, BinaryCode.Parse("b")), KeyValuePair.Create(1L, BinaryCode.Parse("b"))));
        index.Prepare(4);
        var query = new PictureCode(new[] { 0.1f, 0.9f, 0.5f, 0.5f });
        Assert.Equal([new Neighbour(9, 1), new Neighbour(1, 1), new Neighbour(3, 1)], index.Nearest(query, 5));
    }

    [Theory]
    [InlineData(64, 1)]
    [InlineData(64, 30)]
    [InlineData(128, 7)]
    [InlineData(256, 7)]
    [InlineData(20, 7)]
    public void Of_codes_that_come_again_and_again_the_smallest_ids_are_found(int bits, int k)
    {
        // Five codes, few bits apart, hundreds of times each: every distance is a tie, of more rows than are asked for.
        var distinct = Some.Codes(1, bits, seed: 4)
            .SelectMany(code => new[] { code, code.Flip(0), code.Flip(bits - 1), code.Flip(9).Flip(bits / 2), code.Flip(9).Flip(10).Flip(11) }).ToList();
        var random = new Random(6);
        List<BinaryCode> codes = [.. Enumerable.Range(0, 3_000).Select(_ => distinct[random.Next(distinct.Count)])];
        var index = Filled(codes);
        var queries = distinct.Select(code => new PictureCode(code)).Append(Some.Query(bits, 1)).Append(new PictureCode(Nearly(distinct[0]))).ToList();
        foreach (var query in queries) Assert.Equal(Sorted(codes, query).Take(k), index.Nearest(query, k));
        // So many that each thread has enough of them to compare them together.
        List<PictureCode> many = [.. Enumerable.Repeat(queries, 2 * Environment.ProcessorCount).SelectMany(some => some)];
        Assert.Equal(many.Select(query => Sorted(codes, query).Take(k)), index.Snapshot().NearestOfEach(many, k));

        // Activations of that code, some of them of no weight: other codes then tie with it in their margin too.
        static float[] Nearly(BinaryCode code) =>
            [.. Enumerable.Range(0, code.Bits).Select(bit => bit is 0 or 9 ? 0f : code[bit] ? 0.5f : -0.5f)];
    }

    [Fact]
    public void Of_equal_codes_the_smallest_ids_are_found_though_they_came_last()
    {
        var code = Some.Codes(1, bits: 64, seed: 4)[0];
        for (var prepared = 0; prepared <= 2; prepared++)
        {
            var index = Create(64);
            for (var batch = 0; batch < 2; batch++)
            {
                if (batch == prepared) index.Prepare(64);
                index.Add(Batch(64, Enumerable.Range(1_000 * (1 - batch), 1_000).Select(id => KeyValuePair.Create((long)id, code))));
            }

            if (prepared == 2) index.Prepare(64);
            index.Remove([3, 5]);
            Assert.Equal(Enumerable.Range(0, 32).Where(id => id is not (3 or 5)), index.Nearest(new PictureCode(code), 30).Select(near => (int)near.Id));
        }
    }

    [Fact]
    public void Nearest_keeps_to_the_radius()
    {
        var codes = Some.ClusteredCodes(1_000, bits: 64, seed: 6);
        var query = new PictureCode(codes[0]);
        Assert.Equal(Sorted(codes, query, within: 4).Take(7), Filled(codes).Nearest(query, 7, within: 4));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(20)]
    public void What_is_removed_is_never_found_and_what_is_added_again_replaces(int bits)
    {
        var codes = Some.Codes(5_000, bits, seed: 9);
        var index = Filled(codes);
        var removed = Enumerable.Range(0, 5_000).Where(id => id % 3 == 0).Select(id => (long)id).ToList();
        Assert.Equal(removed.Count, index.Remove(removed));
        Assert.Equal(0, index.Remove(removed));
        Assert.Equal(5_000 - removed.Count, index.Count);
        Assert.DoesNotContain(index.Ball(Some.Query(bits, 1), bits), neighbour => neighbour.Id % 3 == 0);
        var query = Some.Query(bits, 3);
        Assert.Equal(Sorted(codes, query).Where(near => near.Id % 3 != 0).Take(20), index.Nearest(query, 20));

        index.Add(Batch(bits, KeyValuePair.Create(1L, codes[0]), KeyValuePair.Create(0L, codes[0])));
        Assert.Equal(5_000 - removed.Count + 1, index.Count);
        Assert.Equal([new Neighbour(0, 0), new Neighbour(1, 0)], index.Nearest(new PictureCode(codes[0]), 2));
    }

    [Theory]
    [InlineData(64, 3_000, 10, 100)]
    [InlineData(256, 2_000, 5, 7)]
    [InlineData(20, 3_000, 50, 30)]
    [InlineData(100, 3_000, 3, 1)]
    [InlineData(1_024, 700, 3, 9)]   // longer than blocks are laid out for
    [InlineData(64, 2 * CodeSegment.Capacity + 700, 10, 9)]   // rows that are shared among threads
    public void A_batch_finds_what_its_queries_find_alone(int bits, int count, int k, int queries)
    {
        foreach (var codes in new[] { Some.Codes(count, bits, seed: 17), Some.ClusteredCodes(count, bits, seed: 18) })
        {
            var index = Filled(codes);
            List<PictureCode> asked = [.. Enumerable.Range(0, queries).Select(seed => seed % 2 == 0 ? Some.Query(bits, seed) : new PictureCode(codes[seed]))];
            Assert.Equal(asked.Select(query => Sorted(codes, query).Take(k)), index.Snapshot().NearestOfEach(asked, k));
        }

        Assert.Empty(Filled(Some.Codes(10, bits, seed: 1)).Snapshot().NearestOfEach([], k));
    }

    [Theory]
    [InlineData(64, 25)]
    [InlineData(128, 50)]
    [InlineData(256, 90)]
    [InlineData(20, 4)]
    public void A_batch_keeps_to_the_radius_and_finds_nothing_that_was_removed(int bits, int within)
    {
        var codes = Some.ClusteredCodes(3_000, bits, seed: 19);
        var index = Filled(codes);
        index.Remove([.. Enumerable.Range(0, 3_000).Where(id => id % 4 == 1).Select(id => (long)id)]);
        List<PictureCode> asked =
            [.. Enumerable.Range(0, 20 * Environment.ProcessorCount).Select(seed => seed % 2 == 0 ? Some.Query(bits, seed) : new PictureCode(codes[seed]))];
        Assert.Equal(asked.Select(query => Sorted(codes, query, within).Where(near => near.Id % 4 != 1).Take(12)),
            index.Snapshot().NearestOfEach(asked, 12, within));
    }

    [Theory]
    [InlineData(64, 3)]
    [InlineData(64, 1_500)]
    [InlineData(128, 1_500)]
    [InlineData(256, 1_500)]
    [InlineData(20, 1_500)]
    public void Only_some_ids_may_be_found(int bits, int allowed)
    {
        var codes = Some.ClusteredCodes(4_000, bits, seed: 21);
        var index = Filled(codes);
        var only = Enumerable.Range(0, 4_000).OrderBy(id => id * 7_919L % 4_001).Take(allowed).Select(id => (long)id).Append(-5).ToHashSet();
        var query = Some.Query(bits, 4);
        Assert.Equal(Sorted(codes, query).Where(near => only.Contains(near.Id)).Take(20), index.Nearest(query, 20, only: only));
    }

    [Fact]
    public void A_snapshot_stays_as_it_was()
    {
        var codes = Some.ClusteredCodes(40_000, bits: 64, seed: 22);
        var index = Filled(codes);
        var (before, query) = (index.Snapshot(), Some.Query(64, 6));
        var found = before.Nearest(query, 30);
        index.Remove([.. found.Select(near => near.Id)]);
        index.Add(Batch(64, Enumerable.Range(50_000, 100).Select(id => KeyValuePair.Create((long)id, query.Code))));
        index.Prepare(64);   // what was removed is not in the new tables
        Assert.Equal(found, before.Nearest(query, 30));
        Assert.Equal(40_000, before.Count);
        Assert.All(index.Nearest(query, 30), near => Assert.Equal(0, near.Distance));

        // So much is taken out that the rest is arranged anew.
        index.Remove([.. Enumerable.Range(0, 30_000).Select(id => (long)id)]);
        Assert.Equal(found, before.Nearest(query, 30));
        Assert.Equal(Sorted(codes, query).Where(near => near.Id >= 30_000 && !found.Contains(near)).Take(9), index.Nearest(query, 109).Skip(100));
    }

    [Fact]
    public void Ids_may_come_in_any_order_and_again()
    {
        var codes = Some.Codes(3_000, bits: 64, seed: 23);
        var index = Create(64);
        var random = new Random(5);
        var held = new Dictionary<long, BinaryCode>();
        for (var batch = 0; batch < 60; batch++)
        {
            var added = Enumerable.Range(0, 50).Select(_ => KeyValuePair.Create((long)random.Next(1_000), codes[random.Next(codes.Count)])).ToList();
            foreach (var (id, code) in added) held[id] = code;
            index.Add(Batch(64, added));
            if (batch == 40) index.Prepare(64);
            var removed = Enumerable.Range(0, 10).Select(_ => (long)random.Next(1_000)).ToList();
            Assert.Equal(removed.Count(held.Remove), index.Remove(removed));
        }

        var query = Some.Query(64, 8);
        Assert.Equal(held.Count, index.Count);
        Assert.Equal(
            held.Select(pair => (pair.Key, Distance: pair.Value.DistanceTo(query.Code), Margin: query.MarginTo(pair.Value.Words)))
                .OrderBy(row => row.Distance).ThenBy(row => row.Margin).ThenBy(row => row.Key).Select(row => new Neighbour(row.Key, row.Distance)),
            index.Nearest(query, 2_000));
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
        Assert.Contains(
            "64-bit codes; got 128 bits", Assert.Throws<ArgumentException>(() => index.Add(Batch(128, KeyValuePair.Create(1L, Some.Codes(1, 128, 1)[0])))).Message);
        Assert.Contains("at least one bit", Assert.Throws<ArgumentException>(() => index.Nearest(new PictureCode(default(BinaryCode)), 1)).Message);
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
        var reads = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reader = Task.Factory.StartNew(
            () =>
            {
                var query = new PictureCode(code);
                for (; !done.IsCancellationRequested; reads.TrySetResult())
                {
                    Assert.Equal(0, index.Ball(query, 0).Count() % 10);
                    Assert.Equal(0, index.Nearest(query, 5_000).Count % 10);
                    Assert.All(index.Snapshot().NearestOfEach([query, query], 5_000), found => Assert.Equal(0, found.Count % 10));
                }
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        // Beside other tests a thread may have to wait until all is written.
        await reads.Task.WaitAsync(TestContext.Current.CancellationToken);
        for (var batch = 0; batch < 400; batch++)
        {
            index.Add(Batch(64, Enumerable.Range(batch * 10, 10).Select(id => KeyValuePair.Create((long)id, code))));
            if (batch == 200) index.Prepare(64);
            if (batch % 5 == 4) index.Remove([.. Enumerable.Range((batch - 2) * 10, 10).Select(id => (long)id)]);
        }

        await done.CancelAsync();
        await reader;
        Assert.Equal(3_200, index.Count);
    }
}
