using System.Diagnostics;
using ImageCodes.Model.Benchmarks;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;
using ImageCodes.Model.Search.Kernels;

namespace ImageCodes.Tests.Search;

public sealed class ScalarScanTests() : CodeIndexContract(SearchMethod.Linear, InstructionSet.Scalar);

public sealed class Vector256ScanTests() : CodeIndexContract(SearchMethod.Linear, InstructionSet.Vector256);

public sealed class Vector512ScanTests() : CodeIndexContract(SearchMethod.Linear, InstructionSet.Vector512);

public sealed class MultiIndexHashingTests() : CodeIndexContract(SearchMethod.Multi);

public sealed class Vector256MultiIndexHashingTests() : CodeIndexContract(SearchMethod.Multi, InstructionSet.Vector256);

public sealed class ScalarMultiIndexHashingTests() : CodeIndexContract(SearchMethod.Multi, InstructionSet.Scalar);

public sealed class AddressSearchTests() : CodeIndexContract(SearchMethod.Address);

public sealed class AutomaticSearchTests() : CodeIndexContract(SearchMethod.Auto);

public sealed class TablesOfAnIndexTests
{
    [Fact]
    public void Tables_of_rows_that_were_numbered_anew_are_let_go()
    {
        const int count = 80_000;
        var index = new CodeIndex(64, SearchMethod.Multi);
        index.Add(CodeSource.Clustered(64, clusters: 2_000, seed: 4).Batch(0, count));
        var bare = index.Bytes;
        index.Prepare(64);
        var before = index.Snapshot();
        Assert.True(index.Bytes > 3 * bare);
        index.Remove([.. Enumerable.Range(0, count / 2 + 20_000).Select(id => (long)id)]);
        var query = new PictureCode(before.Find(70_000)!.Value);
        Assert.Equal(70_000, index.Nearest(query, 1)[0].Id);
        Assert.InRange(index.Bytes, 1, bare);
        Assert.Equal(count, before.Count);   // who holds the old rows still searches them
        Assert.Equal(0, before.Nearest(query, 1)[0].Distance);
    }

    [Fact]
    public void To_take_out_what_is_not_there_changes_nothing()
    {
        var index = new CodeIndex(64);
        index.Add(new CodeBatch(64, Some.Codes(10, bits: 64, seed: 1).Select((code, id) => KeyValuePair.Create((long)id, code))));
        var before = index.Snapshot();
        Assert.Equal(0, index.Remove([77, 78]));
        Assert.True(index.Snapshot().IsSameAs(before));
        Assert.Equal(1, index.Remove([7, 78]));
        Assert.False(index.Snapshot().IsSameAs(before));
    }

    [Fact]
    public void Rows_whose_ids_came_out_of_order_are_numbered_anew_and_find_the_same()
    {
        var (index, codes, ids) = (new CodeIndex(64), Some.Codes(3_000, bits: 64, seed: 23), Enumerable.Range(0, 3_000).ToArray());
        new Random(1).Shuffle(ids);
        foreach (var part in ids.Chunk(700)) index.Add(new CodeBatch(64, part.Select(id => KeyValuePair.Create((long)id, codes[id]))));
        index.Remove([5, 6, 7]);
        var (before, queries) = (index.Snapshot(), Enumerable.Range(0, 20).Select(seed => Some.Query(64, seed)).ToList());
        Assert.False(before.Rows.HasRisingIds);
        var found = queries.Select(query => before.Nearest(query, 25)).ToList();
        index.Arrange();
        Assert.True(index.Snapshot().Rows.HasRisingIds);
        Assert.Equal(2_997, index.Count);
        Assert.Equal(found, queries.Select(query => index.Nearest(query, 25)));
        Assert.Equal(found, queries.Select(query => before.Nearest(query, 25)));
    }

    [Theory]
    [InlineData(SearchMethod.Linear)]
    [InlineData(SearchMethod.Multi)]
    public void A_query_takes_memory_for_its_answer_alone(SearchMethod method)
    {
        const int k = 10;
        var source = CodeSource.Clustered(64, clusters: 200, seed: 4);
        var index = new CodeIndex(64, method) { Threads = 1 };
        index.Add(source.Batch(0, 20_000));
        index.Prepare(64);
        var snapshot = index.Snapshot();
        var queries = source.Queries(50);
        long Taken()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var query in queries) snapshot.Nearest(query, k);
            return (GC.GetAllocatedBytesForCurrentThread() - before) / queries.Count;
        }

        Taken();   // the first time code is compiled, and a ranking made that later searches use again
        Assert.InRange(Taken(), 0, 24 + 16 * k);   // an array of ten neighbours
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void Nothing_is_prepared_for_lengths_that_no_search_has(int bits)
    {
        var index = new CodeIndex(64, SearchMethod.Multi);
        index.Add(new CodeBatch(64, Some.Codes(10, 64, seed: 1).Select((code, id) => KeyValuePair.Create((long)id, code))));
        Assert.Contains($"got {bits}", Assert.Throws<ArgumentOutOfRangeException>(() => index.Prepare(bits)).Message);
    }
}

public sealed class LargeIndexTests
{
    [Fact]
    public async Task Threads_and_tables_that_are_built_meanwhile_do_not_change_what_is_found()
    {
        const int count = 2_200_000;   // so many that a scan is shared among threads
        var source = CodeSource.Clustered(64, clusters: 20_000, seed: 4);
        var queries = source.Queries(20);
        var codes = source.Batch(0, count);
        CodeIndex Filled(SearchMethod method, int threads)
        {
            var index = new CodeIndex(64, method) { Threads = threads };
            index.Add(codes);
            return index;
        }

        var (one, two, multi) = (Filled(SearchMethod.Linear, 1), Filled(SearchMethod.Linear, 2), Filled(SearchMethod.Multi, 2));
        var bare = multi.Bytes;
        foreach (var query in queries)
        {
            var found = one.Nearest(query, 25);
            Assert.Equal(found, two.Nearest(query, 25));
            Assert.Equal(found, multi.Nearest(query, 25));
        }

        for (var begun = Stopwatch.GetTimestamp(); multi.Bytes == bare; await Task.Delay(20, TestContext.Current.CancellationToken))
            Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 0, 60);
        Assert.Equal(queries.Select(query => one.Nearest(query, 25)), queries.Select(query => multi.Nearest(query, 25)));

        // The same of queries that are surer of some bits than of others, among some ids only, and when many are gone.
        var only = Enumerable.Range(0, count / 2).Select(id => 2L * id).ToHashSet();
        List<PictureCode> unsure = [.. Enumerable.Range(0, 3).Select(seed => Some.Query(64, seed)), .. queries.Take(3)];
        foreach (var index in new[] { one, two, multi }) index.Remove([.. Enumerable.Range(0, 300_000).Select(id => 4L * id)]);
        foreach (var query in unsure)
        {
            var found = one.Nearest(query, 25, only: only);
            Assert.All(found, near => Assert.True(near.Id % 2 == 0 && (near.Id % 4 != 0 || near.Id >= 1_200_000)));
            Assert.Equal(found, two.Nearest(query, 25, only: only));
            Assert.Equal(found, multi.Nearest(query, 25, only: only));
            Assert.Equal(one.Nearest(query, 25), two.Nearest(query, 25));
        }
    }
}
