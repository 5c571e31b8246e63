using System.Net.Http.Json;
using System.Text.Json;

namespace ImageCodes.Tests.Jobs;

public sealed class KilledServerTests : IDisposable
{
    private const int Count = 600;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static async Task<JsonElement> JobAsync(RunningServer server, Func<JsonElement, bool> until)
    {
        for (; ; await Task.Delay(20, TestContext.Current.CancellationToken))
        {
            var job = await server.Client.GetFromJsonAsync<JsonElement>("/api/imports/1", TestContext.Current.CancellationToken);
            if (until(job)) return job;
        }
    }

    private static string? State(JsonElement job) => job.GetProperty("state").GetString();

    [Fact]
    public async Task A_job_goes_on_after_the_server_was_killed_and_stays_paused_when_it_was_paused()
    {
        for (var i = 0; i < Count; i++) _folder.Write($"pictures/{i:0000}.jpg", Some.Jpeg(i));
        string[] slowly = ["--ingestion-workers", "1", "--ingestion-batch-size", "4", "--ingestion-capacity", "4"];
        using (var killed = await RunningServer.StartAsync(_folder["library"], slowly))
        {
            await killed.Client.PostAsJsonAsync("/api/imports", new { paths = new[] { _folder["pictures"] } }, TestContext.Current.CancellationToken);
            await JobAsync(killed, job => job.GetProperty("progress").ValueKind == JsonValueKind.Object);
            killed.Program.Kill();
        }

        using (var paused = await RunningServer.StartAsync(_folder["library"], slowly))
        {
            await JobAsync(paused, job => State(job) == "running");
            await paused.Client.PostAsync("/api/imports/1/pause", null, TestContext.Current.CancellationToken);
            Assert.Equal("paused", State(await JobAsync(paused, _ => true)));
        }

        using var server = await RunningServer.StartAsync(_folder["library"]);
        Assert.Equal("paused", State(await JobAsync(server, _ => true)));
        await server.Client.PostAsync("/api/imports/1/resume", null, TestContext.Current.CancellationToken);
        await JobAsync(server, job => State(job) == "completed");
        var status = await server.Client.GetFromJsonAsync<JsonElement>("/api/status", TestContext.Current.CancellationToken);
        Assert.Equal((Count, 0, Count), (status.GetProperty("pictures").GetInt32(), status.GetProperty("pending").GetInt32(), status.GetProperty("indexedCodes").GetInt32()));
    }
}
