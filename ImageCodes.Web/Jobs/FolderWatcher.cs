using System.Collections.Concurrent;
using System.Data.Common;
using ImageCodes.Model.Files;
using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Access;
using ImageCodes.Web.Models;

namespace ImageCodes.Web.Jobs;

/// <summary>Where the following of a folder is.</summary>
/// <param name="At">When that was so, UTC.</param>
/// <param name="Report">What it last brought; null where that is nothing.</param>
/// <param name="Problem">A sentence, where it is not followed for now.</param>
public sealed record WatchNews(DateTime At, ImportReport? Report, string? Problem);

/// <summary>Follows the watched folders of the library while the server runs.</summary>
public sealed partial class FolderWatcher(
    WatchedFolderStore store, JobQueue jobs, FolderSync sync, LiveModel model, ImportRoots roots, ILogger<FolderWatcher> log) : BackgroundService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);   // another process may have changed the list

    private readonly ConcurrentDictionary<string, WatchNews> _news = [];

    /// <summary>Raised, on any thread, when there is news of a folder.</summary>
    public event Action? Changed;

    /// <summary>Where the following of a folder is; null before its first look is over.</summary>
    public WatchNews? NewsOf(string folder) => _news.GetValueOrDefault(folder);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var watched = new Dictionary<string, (CancellationTokenSource Stop, Task Watch)>();
        try
        {
            for (; ; await Task.Delay(LookAgain, stoppingToken)) await ChangeOverAsync(watched, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(watched.Values.Select(entry => entry.Watch));
            foreach (var (stop, _) in watched.Values) stop.Dispose();
        }
    }

    /// <summary>Begins and ends watches as the library's list says.</summary>
    internal async Task ChangeOverAsync(Dictionary<string, (CancellationTokenSource Stop, Task Watch)> watched, CancellationToken shutdown)
    {
        IReadOnlyList<string> wanted;
        try
        {
            wanted = store.All();
            // An import of the folder that is asked for with the watch goes first, also where someone paused it: both would read the same files.
            var importing = jobs.Unfinished(ImportJob.Kind).SelectMany(job => ImportJob.Of(job).Paths).Select(FolderPath.Of).ToHashSet();
            wanted = [.. wanted.Where(folder => watched.ContainsKey(folder) || !importing.Contains(folder))];
        }
        catch (DbException failure)
        {
            LogFailed(failure, "");
            return;
        }

        foreach (var folder in watched.Keys.Except(wanted).ToList())
        {
            watched.Remove(folder, out var entry);
            await entry.Stop.CancelAsync();
            await entry.Watch;
            entry.Stop.Dispose();
            _news.TryRemove(folder, out _);
        }

        foreach (var folder in wanted.Except(watched.Keys).ToList())
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(shutdown);
            watched[folder] = (stop, WatchAsync(folder, stop.Token));
        }
    }

    private async Task WatchAsync(string folder, CancellationToken cancel)
    {
        // What may be imported may have changed since the folder was chosen, or the folder may lead elsewhere now.
        PictureEncoder Encoder() => roots.Refuse(folder) is { } refused ? throw new InvalidOperationException(refused) : model.Current.Encoder;
        try
        {
            await new FolderWatch(sync, folder).RunAsync(
                Encoder,
                report =>
                {
                    Tell(folder, report.IsNews ? report : NewsOf(folder)?.Report, null);
                    if (report.IsNews) LogFollowed(folder, report.Imported, report.Forgotten, report.Failed);
                },
                failure =>
                {
                    Tell(folder, NewsOf(folder)?.Report, failure.Message);
                    LogFailed(failure, folder);
                },
                cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Nobody wants it any more.
        }
        catch (Exception failure) when (cancel.IsCancellationRequested)
        {
            LogFailed(failure, folder);   // what was being done as it ended; the other watches go on
        }
    }

    private void Tell(string folder, ImportReport? report, string? problem)
    {
        _news[folder] = new WatchNews(DateTime.UtcNow, report, problem);
        Changed?.Invoke();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Followed {Folder}: {Imported} pictures came, {Forgotten} files went, {Failed} could not be read")]
    private partial void LogFollowed(string folder, int imported, int forgotten, int failed);

    [LoggerMessage(Level = LogLevel.Error, Message = "The folder {Folder} could not be followed")]
    private partial void LogFailed(Exception failure, string folder);
}
