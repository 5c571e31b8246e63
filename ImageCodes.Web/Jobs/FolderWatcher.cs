using System.Collections.Concurrent;
using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Search;

namespace ImageCodes.Web.Jobs;

/// <summary>What a watched folder last brought.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Report">What was done.</param>
public sealed record WatchNews(DateTime At, ImportReport Report);

/// <summary>Follows the watched folders of the library while the server runs.</summary>
public sealed partial class FolderWatcher(WatchedFolderStore store, Importer importer, LiveModel model, ILogger<FolderWatcher> log) : BackgroundService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);   // another process may have changed the list
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, WatchNews> _news = [];

    /// <summary>Raised, on any thread, when a folder brought something.</summary>
    public event Action? Changed;

    /// <summary>What a folder last brought since the server started; null where that is nothing.</summary>
    public WatchNews? NewsOf(string folder) => _news.GetValueOrDefault(folder);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var watched = new Dictionary<string, (CancellationTokenSource Stop, Task Watch)>();
        using var wake = new SemaphoreSlim(0);
        void Wake() => wake.Release();
        store.Changed += Wake;
        try
        {
            for (; ; await wake.WaitAsync(LookAgain, stoppingToken))
            {
                var wanted = store.All();
                foreach (var folder in watched.Keys.Except(wanted).ToList())
                {
                    await watched[folder].Stop.CancelAsync();
                    await watched[folder].Watch;
                    watched[folder].Stop.Dispose();
                    watched.Remove(folder);
                    _news.TryRemove(folder, out _);
                }

                foreach (var folder in wanted.Except(watched.Keys).ToList())
                {
                    var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                    watched[folder] = (stop, WatchAsync(folder, stop.Token));
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(watched.Values.Select(entry => entry.Watch));
        }
        finally
        {
            store.Changed -= Wake;
            foreach (var (stop, _) in watched.Values) stop.Dispose();
        }
    }

    private async Task WatchAsync(string folder, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await new FolderWatch(importer, folder).RunAsync(() => model.Current.Encoder, report =>
                {
                    _news[folder] = new WatchNews(DateTime.UtcNow, report);
                    LogFollowed(folder, report.Imported, report.Forgotten, report.Failed);
                    Changed?.Invoke();
                }, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // A full disk, a locked database, a folder taken away: it is looked at again.
                LogFailed(failure, folder);
                await Task.Delay(AfterFailure, cancel).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Followed {Folder}: {Imported} pictures came, {Forgotten} files went, {Failed} could not be read")]
    private partial void LogFollowed(string folder, int imported, int forgotten, int failed);

    [LoggerMessage(Level = LogLevel.Error, Message = "The folder {Folder} could not be followed")]
    private partial void LogFailed(Exception failure, string folder);
}
