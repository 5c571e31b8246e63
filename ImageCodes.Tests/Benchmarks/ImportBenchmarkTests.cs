using ImageCodes.Model.Benchmarks;
using ImageCodes.Model.Ingestion;

namespace ImageCodes.Tests.Benchmarks;

public sealed class ImportBenchmarkTests(DefaultModel model)
{
    [Fact]
    public async Task It_times_every_stage_and_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 6; i++) folder.Write($"pictures/{i}.jpg", Some.Jpeg(i));
        folder.Write("pictures/broken.jpg", [0xFF, 0xD8, 0xFF, 0]);
        var benchmark = new ImportBenchmark(Some.Decoder(), model.Encoder, new IngestionOptions { BatchSize = 4 });
        var figures = await benchmark.RunAsync(folder["pictures"], most: 100, TestContext.Current.CancellationToken);
        Assert.Equal(6, figures.Pictures);
        Assert.All(
            new[] { figures.DecodeOneCore, figures.Decode, figures.EncodeOneCore, figures.Encode, figures.Store, figures.EndToEnd, figures.Again },
            rate => Assert.InRange(rate, 0.1, 1e6));
        Assert.Equal(7, Directory.EnumerateFiles(folder["pictures"]).Count());
    }
}
