using System.Text.Json;
using ImageCodes.Model.Storage;

namespace ImageCodes.Tests.Commands;

public sealed class KilledImportTests(DefaultModel model) : IDisposable
{
    private const int Count = 600;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_import_killed_half_way_loses_nothing_and_repeats_nothing()
    {
        for (var i = 0; i < Count; i++) _folder.Write($"pictures/{i:0000}.jpg", Some.Jpeg(i));
        var pictures = new PictureStore(new LibraryDatabase(_folder["library"]));
        var modelId = new ModelStore(new LibraryDatabase(_folder["library"])).Register(model.Encoder);
        string[] call = ["import", _folder["pictures"], "--json", "--data-dir", _folder["library"], "--ingestion-batch-size", "8"];
        using (var killed = new RunningProgram(call))
        {
            await killed.OnceAsync(() => pictures.Counts(modelId).Ready >= 20, killed.Kill);
        }

        var before = pictures.Counts(modelId);
        Assert.InRange(before.Ready, 20, Count - 1);

        var (exitCode, output, errors) = await RunningProgram.RunAsync(call);
        Assert.True(exitCode == 0, errors);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal((Count - before.Ready, before.Ready, 0),
            (report.GetProperty("imported").GetInt32(), report.GetProperty("unchanged").GetInt32(), report.GetProperty("failed").GetInt32()));
        Assert.Equal(new PictureCounts(Count, 0, 0), pictures.Counts(modelId));
        Assert.Equal(Count, pictures.CountFiles(new()));
    }
}
