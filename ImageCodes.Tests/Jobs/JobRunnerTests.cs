using Dapper;
using ImageCodes.Model.Storage;
using ImageCodes.Tests.Scheduling;
using ImageCodes.Tests.Storage;
using ImageCodes.Web.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCodes.Tests.Jobs;

public sealed class JobRunnerTests : IDisposable
{
    private readonly Library _library = new();
    private volatile bool _isFull;

    public void Dispose() => _library.Dispose();

    /// <summary>Does what a test says, each time that it is run.</summary>
    private sealed class Doing(Action<int> run) : IJobHandler
    {
        private int _runs;

        public int Runs => Volatile.Read(ref _runs);

        public string Kind => "doing";

        public Task RunAsync(Job job, Action<object> report, CancellationToken cancel)
        {
            run(Interlocked.Increment(ref _runs));
            return Task.CompletedTask;
        }
    }

    /// <summary>From now on no job's row can be changed, as on a full disk.</summary>
    private void Fill()
    {
        _library.Database.Write(connection =>
            connection.Execute("CREATE TRIGGER full BEFORE UPDATE ON jobs BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"));
        _isFull = true;
    }

    private async Task<Job> RunUntilOverAsync(Doing handler)
    {
        var jobs = new JobQueue(_library.Jobs);
        var pause = TimeSpan.FromMilliseconds(20);
        using var runner = new JobRunner(jobs, _library.Jobs, [handler], NullLogger<JobRunner>.Instance) { BetweenTries = pause };
        var job = jobs.Enqueue(handler.Kind, "all");
        await runner.StartAsync(TestContext.Current.CancellationToken);
        while (!_isFull) await Task.Delay(pause, TestContext.Current.CancellationToken);
        await Task.Delay(5 * pause, TestContext.Current.CancellationToken);   // that it is tried while nothing can be written
        Assert.Equal(JobState.Running, _library.Jobs.Find(job.Id)!.State);
        _library.Database.Write(connection => connection.Execute("DROP TRIGGER full"));
        while (_library.Jobs.Find(job.Id)!.State == JobState.Running) await Task.Delay(pause, TestContext.Current.CancellationToken);
        await runner.StopAsync(TestContext.Current.CancellationToken);
        return _library.Jobs.Find(job.Id)!;
    }

    [Fact]
    public async Task Jobs_run_on_threads_that_give_way_to_searches()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It reads how far a thread gives way where Linux tells it.");
        var niceness = new TaskCompletionSource<int>();
        var jobs = new JobQueue(_library.Jobs);
        var handler = new Doing(_ => niceness.SetResult(LowPrioritySchedulerTests.Niceness()));
        using var runner = new JobRunner(jobs, _library.Jobs, [handler], NullLogger<JobRunner>.Instance);
        jobs.Enqueue(handler.Kind, "all");
        await runner.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(10, await niceness.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        await runner.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_was_done_while_the_disk_was_full_is_not_done_again()
    {
        var handler = new Doing(_ => Fill());
        Assert.Equal(JobState.Completed, (await RunUntilOverAsync(handler)).State);
        Assert.Equal(1, handler.Runs);
    }

    [Fact]
    public async Task A_job_that_failed_by_a_full_disk_goes_on_once_there_is_room()
    {
        var handler = new Doing(run =>
        {
            if (run > 1) return;
            Fill();
            throw new IOException("The disk is full.");
        });
        Assert.Equal(JobState.Completed, (await RunUntilOverAsync(handler)).State);
        Assert.Equal(2, handler.Runs);
    }

    [Fact]
    public async Task A_job_that_fails_where_all_can_be_written_says_why()
    {
        var jobs = new JobQueue(_library.Jobs);
        var handler = new Doing(_ => throw new IOException("It is not there."));
        using var runner = new JobRunner(jobs, _library.Jobs, [handler], NullLogger<JobRunner>.Instance);
        var job = jobs.Enqueue(handler.Kind, "all");
        await runner.StartAsync(TestContext.Current.CancellationToken);
        while (_library.Jobs.Find(job.Id)!.Error is null) await Task.Delay(20, TestContext.Current.CancellationToken);
        await runner.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal((JobState.Failed, "It is not there."), (_library.Jobs.Find(job.Id)!.State, _library.Jobs.Find(job.Id)!.Error));
    }
}
