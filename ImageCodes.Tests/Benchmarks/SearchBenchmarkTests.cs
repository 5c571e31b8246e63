using ImageCodes.Model.Benchmarks;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;

namespace ImageCodes.Tests.Benchmarks;

public sealed class SearchBenchmarkTests
{
    private static IReadOnlyList<IReadOnlyList<int>> Distances(SearchMethod method, int bits, bool clustered, int batch = 1, int k = 10)
    {
        var source = clustered ? CodeSource.Clustered(bits, clusters: 400, seed: 2) : CodeSource.Uniform(bits, seed: 2);
        var queries = source.Queries(300);
        return new SearchBenchmark
        {
            Method = method,
            Batch = batch,
            K = k,
            Threads = 2,
            WarmUpSeconds = 0
        }.Run(source, 60_000, queries, TestContext.Current.CancellationToken).Distances;
    }

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(256)]
    public void All_methods_find_neighbours_at_the_same_distances(int bits)
    {
        foreach (var clustered in new[] { false, true })
        {
            foreach (var k in new[] { 1, 10, 100 })
            {
                var scanned = Distances(SearchMethod.Linear, bits, clustered, k: k);
                Assert.Equal(scanned, Distances(SearchMethod.Multi, bits, clustered, k: k));
                Assert.Equal(scanned, Distances(SearchMethod.Linear, bits, clustered, batch: 70, k: k));
            }
        }
    }

    [Theory]
    [InlineData(8, SearchMethod.Address, 1, 10)]
    [InlineData(20, SearchMethod.Address, 1, 1)]
    [InlineData(24, SearchMethod.Multi, 1, 100)]
    [InlineData(48, SearchMethod.Linear, 50, 10)]
    [InlineData(192, SearchMethod.Auto, 1, 10)]
    [InlineData(512, SearchMethod.Multi, 50, 1)]
    public void Neighbours_are_those_that_comparing_every_code_finds(int bits, SearchMethod method, int batch, int k)
    {
        foreach (var source in new[] { CodeSource.Clustered(bits, clusters: 100, seed: 5), CodeSource.Uniform(bits, seed: 5) })
        {
            var figures = new SearchBenchmark { Method = method, Batch = batch, K = k, Threads = 2, WarmUpSeconds = 0, Check = true }.Run(source, 20_000, source.Queries(100), TestContext.Current.CancellationToken);
            Assert.Equal(0, figures.Differences);
        }
    }

    [Fact]
    public void Comparing_every_code_keeps_to_the_radius_and_gives_equals_by_id()
    {
        var plain = new PlainSearch(8);
        plain.Add(new CodeBatch(8, new[] { "0f", "0e", "ff", "0e", "0f" }.Select((code, place) => KeyValuePair.Create(10L + place, BinaryCode.Parse(code)))));
        Assert.Equal([new(10, 0), new(14, 0), new(11, 1)], plain.Nearest(BinaryCode.Parse("0f"), 3));
        Assert.Equal([new(10, 0), new(14, 0), new(11, 1), new(13, 1)], plain.Nearest(BinaryCode.Parse("0f"), 10, radius: 3));
    }

    [Fact]
    public void Clustered_codes_have_near_neighbours_and_uniform_ones_have_none()
    {
        double Median(bool clustered) => Distances(SearchMethod.Linear, 64, clustered).Select(distances => distances[^1]).Order().ElementAt(150);
        Assert.InRange(Median(clustered: true), 0, 9);
        Assert.InRange(Median(clustered: false), 14, 22);
    }

    [Fact]
    public void Codes_of_a_file_are_those_that_were_written()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["codes"], [1, 0, 0, 0, 0, 0, 0, 0x80, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0]);
        var (codes, count) = CodeSource.File(folder["codes"], 128);
        Assert.Equal(2, count);
        Assert.Equal(["80000000000000010000000000000002", "00000000000000030000000000000004"], codes.Queries(2).Select(query => query.Code.ToString()));
        Assert.Contains("codes of 192 bits take 24 bytes each", Assert.Throws<InvalidDataException>(() => CodeSource.File(folder["codes"], 192)).Message);
    }
}
