using System.Threading.Channels;
using ImageCodes.Model.Networks;

namespace ImageCodes.Model.Ingestion;

/// <summary>
/// Keeps a library in step with a folder: what is new, changed, moved or deleted in it follows within seconds. Changes are
/// gathered until it is quiet for a moment, so that a thousand files that are copied are a few imports. A file that was read
/// half, because its copy paused, is read again when it goes on.
/// </summary>
/// <param name="sync">Brings the library in step, for all folders that are followed.</param>
/// <param name="folder">A full path.</param>
public sealed class FolderWatch(FolderSync sync, string folder)
{
    // Some file systems tell of no change, and a disk may come and go under a folder without a word: all is looked at now and then.
    private static readonly TimeSpan BetweenFullLooks = TimeSpan.FromHours(1);

    // Of what went, what a failure, a full look or what comes elsewhere kept from being followed: a full look does not forget what an
    // emptied folder held.
    private readonly HashSet<string> _left = [];

    /// <summary>How long nothing must change before what changed is taken in. Default 1 second.</summary>
    internal TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long it waits after a failure, for a folder that is not there, or to look again at what could not be forgotten yet. Default 30
    /// seconds.
    /// </summary>
    internal TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Takes in all of the folder, then follows it until cancelled. While it is not there or empty (a disk that is not
    /// mounted), it is looked at every half minute, and nothing is forgotten; so also after a failure.
    /// </summary>
    /// <param name="encoder">The model to make codes with, asked for each time. What it throws is a failure.</param>
    /// <param name="told">Told of each import.</param>
    /// <param name="failed">
    /// Told of each failure: a full disk, a folder that cannot be read, changes that the system cannot tell of.
    /// </param>
    /// <param name="cancel">Ends it.</param>
    public async Task RunAsync(
        Func<PictureEncoder> encoder, Action<ImportReport>? told = null, Action<Exception>? failed = null, CancellationToken cancel = default)
    {
        for (var isMissed = false; ;)
        {
            try
            {
                var isThere = Directory.Exists(folder);
                if (!isThere && !isMissed)
                    failed?.Invoke(new DirectoryNotFoundException($"'{folder}' is not there. It is looked for every {Pause.TotalSeconds:0} seconds, and nothing of it is forgotten."));
                isMissed = !isThere;
                if (isThere && await FollowAsync(encoder, told, failed, cancel)) continue;
            }
            catch (Exception failure) when (!cancel.IsCancellationRequested)
            {
                failed?.Invoke(failure);
            }

            await Task.Delay(Pause, cancel);
        }
    }

    /// <summary>Follows the folder until it is time for a full look; false where there is nothing to follow for now.</summary>
    private async Task<bool> FollowAsync(
        Func<PictureEncoder> encoder, Action<ImportReport>? told, Action<Exception>? failed, CancellationToken cancel)
    {
        Exception? blind = null;   // what the system does not tell of; said again after each import, which would else seem to be all well
        using var changes = new FolderChanges(folder, () => sync.Announce(folder), reason => failed?.Invoke(blind = reason));
        try
        {
            var all = await TakeInAsync([folder]);
            if (_left.Count > 0) await TakeInAsync([.. _left]);
            using var fullLook = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            fullLook.CancelAfter(all.Done == 0 ? Pause : BetweenFullLooks);   // an empty folder may be one that a disk comes to lie on
            while (true)
            {
                var gathered = new List<FolderChange>();
                try
                {
                    await GatherAsync(gathered, fullLook.Token);
                    if (!Directory.Exists(folder)) return false;
                    await TakeInAsync(
                        Highest([.. gathered.Select(change => change.Path), .. _left]),
                        [.. gathered.Select(change => change.Announced).OfType<IDisposable>()]);
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
            return true;   // it is time for a full look
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
            Leave(changes.End());
        }

        async Task GatherAsync(List<FolderChange> gathered, CancellationToken fullLook)
        {
            using var again = CancellationTokenSource.CreateLinkedTokenSource(fullLook);
            if (_left.Count > 0) again.CancelAfter(Pause);
            try
            {
                await changes.GatherAsync(gathered, Quiet, again.Token, cancel);
            }
            catch (OperationCanceledException) when (!fullLook.IsCancellationRequested)
            {
                // Nothing changed: what was left is looked at alone.
            }
        }

        async Task<ImportReport> TakeInAsync(IReadOnlyCollection<string> changed, IReadOnlyCollection<IDisposable>? announced = null)
        {
            var (report, left) = await sync.TakeInAsync(folder, changed, encoder, settling: 2 * Quiet, announced, cancel);
            _left.ExceptWith(changed);
            _left.UnionWith(left);
            told?.Invoke(report);
            if (blind is not null) failed?.Invoke(blind);
            return report;
        }
    }

    /// <summary>Changes that are not taken in: nobody waits for them, and what went is kept in mind.</summary>
    private void Leave(IEnumerable<FolderChange> changes)
    {
        foreach (var change in changes)
        {
            change.Announced?.Dispose();
            if (Directory.Exists(folder) && !File.Exists(change.Path) && !Directory.Exists(change.Path)) _left.Add(change.Path);
        }
    }

    /// <summary>Some paths, without those below others.</summary>
    private IReadOnlyCollection<string> Highest(HashSet<string> paths)
    {
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
}
