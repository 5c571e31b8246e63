using System.Net.Http.Json;
using System.Text.Json;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Jobs;

namespace ImageCodes.Tests.Jobs;

public sealed class KilledServerTests : IDisposable
{
    private const int Count = 400;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static async Task<JsonElement> JobAsync(RunningServer server, Func<JsonElement, bool> until, string address = "/api/imports/1")
    {
        for (; ; await Task.Delay(20, TestContext.Current.CancellationToken))
        {
            var job = await server.Client.GetFromJsonAsync<JsonElement>(address, TestContext.Current.CancellationToken);
            if (until(job) || IsOver(job)) return job;   // what is over changes no more
        }
    }

    private static string? State(JsonElement job) => job.GetProperty("state").GetString();

    private static bool IsOver(JsonElement job) => State(job) is "completed" or "failed" or "cancelled";

    [Fact]
    public async Task A_second_server_on_the_same_library_is_refused()
    {
        using var server = await RunningServer.StartAsync(_folder["library"]);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => RunningServer.StartAsync(_folder["library"]));
        Assert.Contains("Another server has the library", refused.Message);
        Assert.True((await server.Client.GetAsync("/api/health", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_training_ends_with_its_server_and_goes_on_with_the_next_one()
    {
        PaintedPictures.Copy(_folder["pictures"], perKind: 3);
        string[] small = ["--model", Some.Model(_folder, "small")];
        Assert.Equal(0, (await RunningProgram.RunAsync(["import", _folder["pictures"], "--data-dir", _folder["library"], .. small])).ExitCode);
        using (var killed = await RunningServer.StartAsync(_folder["library"], small))
        {
            await killed.Client.PostAsJsonAsync("/api/trainings", new { name = "kinds", startModelId = 1, epochs = 40 }, TestContext.Current.CancellationToken);
            await JobAsync(killed, job => job.GetProperty("progress") is { ValueKind: JsonValueKind.Object } progress && progress.GetProperty("step").GetInt32() > 0, "/api/trainings/1");
            killed.Program.Kill();
        }

        // The process has it as long as it runs.
        while (File.Exists(_folder["library/training/1/lock"])) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.True(File.Exists(_folder["library/training/1/checkpoint/state.json"]));
        using var server = await RunningServer.StartAsync(_folder["library"], small);
        var done = await JobAsync(server, IsOver, "/api/trainings/1");
        Assert.Equal("completed", State(done));
        Assert.Equal("done", done.GetProperty("progress").GetProperty("stage").GetString());
    }

    [Fact]
    public async Task A_job_that_ended_the_program_again_and_again_is_begun_only_when_someone_asks()
    {
        _folder.Write("pictures/one.jpg", Some.Jpeg(1));
        var store = new JobStore(new LibraryDatabase(_folder["library"]));
        var job = store.Create("import", JsonSerializer.Serialize(new[] { _folder["pictures"] }));
        store.Move(job.Id, [JobState.Queued], JobState.Running);
        for (var kill = 0; kill < JobRunner.MostKills; kill++) store.CountKill(job.Id);

        using var server = await RunningServer.StartAsync(_folder["library"]);
        var left = await JobAsync(server, at => State(at) is not "running");
        Assert.Equal("failed", State(left));
        Assert.StartsWith("The program was ended 4 times in a row while it did this", left.GetProperty("error").GetString());

        await server.Client.PostAsync("/api/imports/1/resume", null, TestContext.Current.CancellationToken);
        Assert.Equal("completed", State(await JobAsync(server, IsOver)));
    }

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
            Assert.Equal("running", State(await JobAsync(paused, job => State(job) == "running")));
            await paused.Client.PostAsync("/api/imports/1/pause", null, TestContext.Current.CancellationToken);
            Assert.Equal("paused", State(await JobAsync(paused, _ => true)));
        }

        using var server = await RunningServer.StartAsync(_folder["library"]);
        Assert.Equal("paused", State(await JobAsync(server, _ => true)));
        await server.Client.PostAsync("/api/imports/1/resume", null, TestContext.Current.CancellationToken);
        Assert.Equal("completed", State(await JobAsync(server, IsOver)));
        var status = await server.Client.GetFromJsonAsync<JsonElement>("/api/status", TestContext.Current.CancellationToken);
        Assert.Equal((Count, 0, Count), (status.GetProperty("pictures").GetInt32(), status.GetProperty("pending").GetInt32(), status.GetProperty("indexedCodes").GetInt32()));
    }
}
