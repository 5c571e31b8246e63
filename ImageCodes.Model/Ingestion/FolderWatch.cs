using System.Diagnostics;
using System.Threading.Channels;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;

namespace ImageCodes.Model.Ingestion;

/// <summary>
/// Keeps a library in step with a folder: what is new, changed, moved or deleted in it follows within seconds. Changes are
/// gathered until it is quiet for a moment, so that a thousand files that are copied are a few imports. A file that was read
/// half, because its copy paused, is read again when it goes on.
/// </summary>
/// <param name="importer">Takes pictures in.</param>
/// <param name="folder">A full path.</param>
public sealed class FolderWatch(Importer importer, string folder)
{
    private static readonly TimeSpan LongestGathering = TimeSpan.FromSeconds(10);

    // Some file systems tell of no change, and a disk may come and go under a folder without a word: all is looked at now and then.
    private static readonly TimeSpan BetweenFullLooks = TimeSpan.FromHours(1);

    private readonly HashSet<string> _left = [];   // of what went, what a failure or a full look kept from being followed: a full look does not forget what an emptied folder held

    /// <summary>How long nothing must change before what changed is taken in. Default 1 second.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long it waits after a failure, or for a folder that is not there. Default 30 seconds.</summary>
    internal TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Takes in all of the folder, then follows it until cancelled. While it is not there or empty (a disk that is not
    /// mounted), it is looked at every half minute, and nothing is forgotten; so also after a failure.
    /// </summary>
    /// <param name="encoder">The model to make codes with, asked for each time. What it throws is a failure.</param>
    /// <param name="told">Told of each import.</param>
    /// <param name="failed">Told of each failure: a full disk, a folder that cannot be read, changes that the system cannot tell of.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task RunAsync(Func<PictureEncoder> encoder, Action<ImportReport>? told = null, Action<Exception>? failed = null, CancellationToken cancel = default)
    {
        while (true)
        {
            try
            {
                if (Directory.Exists(folder) && await FollowAsync(encoder, told, failed, cancel)) continue;
            }
            catch (Exception failure) when (!cancel.IsCancellationRequested)
            {
                failed?.Invoke(failure);
            }

            await Task.Delay(Pause, cancel);
        }
    }

    /// <summary>Follows the folder until it is time for a full look; false where there is nothing to follow for now.</summary>
    private async Task<bool> FollowAsync(Func<PictureEncoder> encoder, Action<ImportReport>? told, Action<Exception>? failed, CancellationToken cancel)
    {
        var changes = Channel.CreateUnbounded<Change>();
        using var watcher = new FileSystemWatcher(folder)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        Exception? blind = null;   // what the system does not tell of; said again after each import, which would else seem to be all well
        void Blind(Exception reason) => failed?.Invoke(blind = reason);
        void Told(ImportReport report)
        {
            told?.Invoke(report);
            if (blind is not null) failed?.Invoke(blind);
        }

        void Changed(string path)
        {
            // Of what is there, only folders and pictures matter; what is gone may have been either.
            if (File.Exists(path) && !PictureFiles.HasPictureName(path)) return;
            // On the thread that tells of changes, which waits for no other: what moved here must not be forgotten elsewhere.
            var change = new Change(path, File.Exists(path) || Directory.Exists(path) ? importer.Announce(folder) : null);
            if (!changes.Writer.TryWrite(change)) change.Announced?.Dispose();
        }

        watcher.Created += (_, change) => Changed(change.FullPath);
        watcher.Changed += (_, change) => Changed(change.FullPath);
        watcher.Deleted += (_, change) => Changed(change.FullPath);
        watcher.Renamed += (_, change) =>
        {
            Changed(change.OldFullPath);
            Changed(change.FullPath);
        };
        watcher.Error += (_, error) =>
        {
            var reason = error.GetException();
            if (reason is InternalBufferOverflowException) changes.Writer.TryComplete(reason);   // changes were lost: another watch begins, with a look at all
            else if (reason is not UnauthorizedAccessException) Blind(reason);                   // some of it cannot be watched, and is looked at every hour; what may not be read at all is passed over
        };
        try
        {
            watcher.EnableRaisingEvents = true;
        }
        catch (IOException none)
        {
            // As many folders are watched as the system allows. This one is looked at now and then.
            Blind(new IOException($"The system tells of no changes in '{folder}', which is looked at every hour instead: {none.Message}", none));
        }

        try
        {
            var seen = await TakeInAsync([folder], [], encoder, Told, cancel);
            if (_left.Count > 0) await TakeInAsync([.. _left], [], encoder, Told, cancel);
            _left.Clear();
            using var fullLook = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            fullLook.CancelAfter(seen == 0 ? Pause : BetweenFullLooks);   // an empty folder may be one that a disk comes to lie on
            while (true)
            {
                var gathered = new List<Change>();
                try
                {
                    await GatherAsync(changes.Reader, gathered, fullLook.Token, cancel);
                    if (!Directory.Exists(folder)) return false;
                    await TakeInAsync(Highest(gathered), [.. gathered.Select(change => change.Announced).OfType<IDisposable>()], encoder, Told, cancel);
                    gathered.Clear();
                }
                finally
                {
                    Leave(gathered);
                }
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return true;
        }
        catch (ChannelClosedException lost)
        {
            failed?.Invoke(lost.InnerException ?? lost);
            return true;   // to a look at all, which finds what was not told of
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            failed?.Invoke(failure);
            await Task.Delay(Pause, cancel);   // here, where it is still told of what goes meanwhile
            return true;
        }
        finally
        {
            watcher.EnableRaisingEvents = false;
            changes.Writer.TryComplete();
            while (changes.Reader.TryRead(out var change)) Leave([change]);
        }

        void Leave(IEnumerable<Change> changed)
        {
            foreach (var change in changed)
            {
                change.Announced?.Dispose();
                if (Directory.Exists(folder) && !File.Exists(change.Path) && !Directory.Exists(change.Path)) _left.Add(change.Path);
            }
        }
    }

    /// <returns>How many files were looked at.</returns>
    private async Task<int> TakeInAsync(IReadOnlyCollection<string> changed, IReadOnlyCollection<IDisposable> announced, Func<PictureEncoder> encoder, Action<ImportReport> told, CancellationToken cancel)
    {
        var used = encoder();
        var report = await importer.FollowAsync(folder, changed, used, settling: 2 * Quiet, announced, cancel);
        // Another model may have come into use meanwhile; it wants its own codes of what is new.
        if (encoder() is var newer && newer != used) await importer.EncodeMissingAsync(newer, cancel: cancel);
        told(report);
        return report.Imported + report.Unchanged + report.Failed;
    }

    /// <summary>Waits for a change, and gathers what changes until it is quiet. It is taken in though it be time for a full look meanwhile.</summary>
    private async Task GatherAsync(ChannelReader<Change> changes, List<Change> gathered, CancellationToken fullLook, CancellationToken cancel)
    {
        gathered.Add(await changes.ReadAsync(fullLook));
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < LongestGathering;)
        {
            await Task.Delay(Quiet, cancel);
            if (!changes.TryRead(out var next)) break;
            do gathered.Add(next);
            while (changes.TryRead(out next));
        }
    }

    /// <summary>The paths of changes, without those below others.</summary>
    private IReadOnlyCollection<string> Highest(IEnumerable<Change> changes)
    {
        var paths = changes.Select(change => change.Path).ToHashSet();
        bool IsBelowAnother(string path)
        {
            for (var above = Path.GetDirectoryName(path); above is not null && above.Length >= folder.Length; above = Path.GetDirectoryName(above))
            {
                if (paths.Contains(above)) return true;
            }

            return false;
        }

        return [.. paths.Where(path => !IsBelowAnother(path))];
    }

    /// <summary>Where something changed, and the announcement of it, which keeps other folders from forgetting until it is taken in; null where something went.</summary>
    private readonly record struct Change(string Path, IDisposable? Announced);
}
