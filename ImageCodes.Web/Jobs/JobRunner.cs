using System.Data.Common;
using System.Text.Json;
using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Search;

namespace ImageCodes.Web.Jobs;

/// <summary>
/// Runs one job after the other. At start it first encodes the pictures that a kill left without a code, then goes on with
/// the job that was running.
/// </summary>
internal sealed partial class JobRunner(ImportJobs jobs, JobStore store, Importer importer, LiveModel model, ILogger<JobRunner> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Yield();
            await EncodeMissingAsync(stoppingToken);
            jobs.Tell();
            while (await jobs.WaitAsync(stoppingToken)) await RunAllAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; a running job stays marked as running and goes on at the next start.
        }
    }

    /// <summary>Runs what waits. Where the library itself cannot be written (a full disk), it looks again in a while, and the server goes on.</summary>
    private async Task RunAllAsync(CancellationToken cancel)
    {
        for (; ; await Task.Delay(TimeSpan.FromSeconds(30), cancel))
        {
            try
            {
                while (store.Next() is { } job) await RunAsync(ImportJob.Of(job), cancel);
                return;
            }
            catch (DbException failure)
            {
                LogFailed(failure, 0);
            }
        }
    }

    private async Task EncodeMissingAsync(CancellationToken cancel)
    {
        try
        {
            var report = await importer.EncodeMissingAsync(model.Encoder, cancel: cancel);
            if (report.Imported + report.Failed > 0) LogEncoded(report.Imported, report.Failed);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure, 0);
        }
    }

    private async Task RunAsync(ImportJob job, CancellationToken shutdown)
    {
        using var stop = jobs.Begin(job.Id, shutdown);
        if (stop is null) return;
        try
        {
            var progress = new Telling(value => jobs.Report(job.Id, JsonSerializer.Serialize(value, JsonSerializerOptions.Web)));
            var report = await importer.ImportAsync(job.Paths, model.Encoder, progress: progress, cancel: stop.Token);
            progress.Report(new ImportProgress(report, report.Imported + report.Unchanged + report.Failed));
            model.Index.CatchUp();
            jobs.End(job.Id, JobState.Completed);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !shutdown.IsCancellationRequested)
        {
            jobs.End(job.Id, JobState.Paused);
        }
        catch (Exception failure) when (!shutdown.IsCancellationRequested)
        {
            // One bad job must not stop the others.
            LogFailed(failure, job.Id);
            jobs.End(job.Id, JobState.Failed, failure.Message);
        }
    }

    /// <summary>Reports at once and in order, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Telling(Action<ImportProgress> tell) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => tell(value);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Encoded {Imported} pictures that had no code of this model; {Failed} could not be read")]
    private partial void LogEncoded(int imported, int failed);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} failed")]
    private partial void LogFailed(Exception failure, long job);
}
