using System.Collections.Concurrent;
using System.Data.Common;
using ImageCodes.Model.Scheduling;
using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Jobs;

/// <summary>
/// Runs jobs: one after the other of each kind, kinds side by side, on threads that let searches go first. At start it goes on with those
/// that were running, unless the program ended each time they did.
/// </summary>
internal sealed partial class JobRunner(JobQueue jobs, JobStore store, IEnumerable<IJobHandler> handlers, ILogger<JobRunner> log) : BackgroundService
{
    /// <summary>How often a job is taken up again after the program was killed while it ran.</summary>
    internal const int MostKills = 3;

    /// <summary>How long after the library could not be written it is tried again. Default half a minute.</summary>
    internal TimeSpan BetweenTries { get; init; } = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<long, bool> _begun = [];   // by this process

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var threads = new LowPriorityScheduler(Math.Max(handlers.Count(), Environment.ProcessorCount));
        try
        {
            await Task.WhenAll(handlers.Select(handler => threads.RunAsync(() => RunAllAsync(handler, stoppingToken))));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; what ran waits for the next start.
        }
    }

    /// <summary>Runs the jobs of one kind as they come.</summary>
    private async Task RunAllAsync(IJobHandler handler, CancellationToken cancel)
    {
        jobs.Tell(handler.Kind);
        while (await jobs.WaitAsync(handler.Kind, cancel)) await RunWaitingAsync(handler, cancel);
    }

    /// <summary>Runs what waits.</summary>
    private Task RunWaitingAsync(IJobHandler handler, CancellationToken cancel) => UntilWrittenAsync(handler.Kind, async () =>
    {
        while (store.Next(handler.Kind) is { } job) await RunAsync(handler, job, cancel);
    }, cancel);

    /// <summary>Where the library itself cannot be written (a full disk), it is tried again in a while, and the server goes on.</summary>
    private async Task UntilWrittenAsync(string kind, Func<Task> write, CancellationToken cancel)
    {
        for (; ; await Task.Delay(BetweenTries, cancel))
        {
            try
            {
                await write();
                return;
            }
            catch (DbException failure)
            {
                LogUnwritten(failure, kind);
            }
        }
    }

    private async Task RunAsync(IJobHandler handler, Job job, CancellationToken shutdown)
    {
        // One that is found running was so when the program ended; or it ran here, and that it stopped could not be written.
        if (_begun.TryAdd(job.Id, true) && job.State == JobState.Running && store.CountKill(job.Id) > MostKills)
        {
            jobs.End(job, JobState.Failed, $"The program was ended {MostKills + 1} times in a row while it did this, "
                + "so it is not begun again by itself. Most likely there was too little memory for something in it: let it go on when there is more.");
            return;
        }

        using var stop = jobs.Begin(job, shutdown);
        if (stop is null) return;
        var end = JobState.Completed;
        try
        {
            await handler.RunAsync(job, progress => jobs.Report(job, progress), stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !shutdown.IsCancellationRequested)
        {
            end = JobState.Paused;
        }
        catch (Exception) when (shutdown.IsCancellationRequested)
        {
            jobs.End(job, JobState.Queued);
            throw;
        }
        catch (Exception failure)
        {
            // One bad job must not stop the others. Where not even this can be written, it is begun again once it can.
            LogFailed(failure, job.Id);
            jobs.End(job, JobState.Failed, failure.Message);
            return;
        }

        await UntilWrittenAsync(handler.Kind, () =>
        {
            jobs.End(job, end);   // else it would be found running, and done again
            return Task.CompletedTask;
        }, shutdown);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The library cannot be read or written, and jobs of kind {Kind} wait; it is tried again in half a minute")]
    private partial void LogUnwritten(Exception failure, string kind);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} failed")]
    private partial void LogFailed(Exception failure, long job);
}
