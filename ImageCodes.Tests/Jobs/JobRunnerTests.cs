using ImageCodes.Model.Storage;
using ImageCodes.Tests.Storage;
using ImageCodes.Web.Jobs;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCodes.Tests.Jobs;

public sealed class JobRunnerTests : IDisposable
{
    private const int DiskFull = 13;

    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    /// <summary>Meets a full disk so many times, and then none.</summary>
    private sealed class Writing(int failures) : IJobHandler
    {
        public int Runs { get; private set; }

        public string Kind => "writing";

        public Task RunAsync(Job job, Action<object> report, CancellationToken cancel) =>
            ++Runs <= failures ? Task.FromException(new SqliteException("database or disk is full", DiskFull)) : Task.CompletedTask;
    }

    [Fact]
    public async Task A_job_that_could_not_write_goes_on_once_it_can_however_often_it_could_not()
    {
        var jobs = new JobQueue(_library.Jobs);
        var handler = new Writing(JobRunner.MostKills + 2);
        using var runner = new JobRunner(jobs, _library.Jobs, [handler], NullLogger<JobRunner>.Instance) { BetweenTries = TimeSpan.FromMilliseconds(1) };
        var over = new TaskCompletionSource();
        var job = jobs.Enqueue(handler.Kind, "all");
        jobs.Changed += _ =>
        {
            if (_library.Jobs.Find(job.Id)!.State is JobState.Completed or JobState.Failed) over.TrySetResult();
        };
        await runner.StartAsync(TestContext.Current.CancellationToken);
        await over.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await runner.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal((JobState.Completed, JobRunner.MostKills + 3), (_library.Jobs.Find(job.Id)!.State, handler.Runs));
    }
}
