using System.Collections.Concurrent;
using System.Diagnostics;
using ImageCodes.Model.Files;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Storage;

namespace ImageCodes.Model.Ingestion;

/// <summary>
/// Brings a library in step with folders in which something changed. One for all folders of a library: a file that was moved from one to
/// another keeps its picture, so before one of them forgets what went, the others take in what came.
/// </summary>
/// <param name="importer">Takes pictures in.</param>
/// <param name="files">The files of the library.</param>
/// <param name="mounts">Where its disks are.</param>
public sealed class FolderSync(Importer importer, FileStore files, MountStore mounts)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    // The folders that have changes which are not taken in yet.
    private readonly ConcurrentDictionary<Announcement, string> _coming = new();

    /// <summary>How long what comes elsewhere is waited for; a folder of a million that is new takes hours. Default 30 seconds.</summary>
    internal TimeSpan LongestSettling { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Takes in what is there, then forgets the files that were gone before. What was moved to another folder that is followed, or is
    /// imported, may come there later than it goes here, so nothing is forgotten until what came elsewhere is taken in. What cannot be
    /// looked at is not gone, nor what was on a disk that is not mounted now, nor, where the whole folder is looked at, what an empty folder
    /// held: more likely a disk is not mounted there.
    /// Files that gave no picture are not tried again until they change.
    /// </summary>
    /// <param name="folder">What is followed.</param>
    /// <param name="changed">Paths at or below it at which something changed.</param>
    /// <param name="encoder">
    /// The model whose codes are made, asked again in the end: another that came into use meanwhile wants its own codes of what is new.
    /// </param>
    /// <param name="settling">How long other folders may need to notice what was moved to them.</param>
    /// <param name="announced">
    /// What <see cref="Announce"/> gave when changes were noticed; they are over when what came is taken in.
    /// </param>
    /// <param name="cancel">Stops after the batch in progress.</param>
    /// <returns>
    /// What that brought; and the files that are gone and are not forgotten, since what comes elsewhere takes long: to be looked at again.
    /// </returns>
    public async Task<(ImportReport Report, IReadOnlyCollection<string> Left)> TakeInAsync(
        string folder, IReadOnlyCollection<string> changed, Func<PictureEncoder> encoder, TimeSpan settling,
        IReadOnlyCollection<IDisposable>? announced = null, CancellationToken cancel = default)
    {
        var (used, begun, isWhole) = (encoder(), DateTime.UtcNow, changed.Contains(folder));
        // Before anything is listed: what goes later may have moved to where it was looked already, and is told of later.
        var gone = Gone(files.Below(changed));
        ImportReport report;
        using (Announce(folder)) report = await importer.ImportChangedAsync(() => changed.SelectMany(path => PictureFiles.Within(folder, path)), used, begun, cancel);
        foreach (var change in announced ?? []) change.Dispose();

        IReadOnlyCollection<string> left = [];
        if (gone.Count > 0 || files.HasFileless(begun))
        {
            await Task.Delay(settling, cancel);
            var unlisted = report.Failures.Select(failure => failure.Path).Where(Directory.Exists).ToList();
            var isOver = await HasComeElsewhereAsync();
            gone = Gone(gone.Where(path => !unlisted.Any(above => FolderPath.Holds(above, path))));
            if (isOver)
            {
                files.Forget(gone);
                files.ForgetFileless(begun);
                report = report with { Forgotten = gone.Count };
            }
            else
            {
                left = gone;
            }
        }

        if (encoder() is var newer && newer != used) await importer.EncodeMissingAsync(newer, cancel: cancel);
        return (report, left);

        IReadOnlyList<string> Gone(IEnumerable<string> known)
        {
            var found = known.Where(path =>
            {
                cancel.ThrowIfCancellationRequested();
                return FilePresence.IsGone(path, mayBeUnmounted: isWhole, within: folder);
            }).ToList();
            // Asked afterwards: had the folder itself gone meanwhile, all in it would seem to have.
            return Directory.Exists(folder) && (!isWhole || Directory.EnumerateFileSystemEntries(folder).Any()) ? mounts.NotOnAbsent(found) : [];
        }

        async Task<bool> HasComeElsewhereAsync()
        {
            for (var waiting = Stopwatch.GetTimestamp(); _coming.Any(other => other.Value != folder); await Task.Delay(BetweenLooks, cancel))
            {
                if (Stopwatch.GetElapsedTime(waiting) > LongestSettling) return false;
            }

            return true;
        }
    }

    /// <summary>
    /// Says that changes of a folder are about to be taken in: until the answer is disposed of, nothing is forgotten that may have moved
    /// there.
    /// </summary>
    /// <param name="folder">
    /// What is followed, or imported. What is followed does not wait for what it is to take in itself: that comes next.
    /// </param>
    public IDisposable Announce(string folder)
    {
        var announcement = new Announcement(_coming);
        _coming[announcement] = folder;
        return announcement;
    }

    private sealed class Announcement(ConcurrentDictionary<Announcement, string> all) : IDisposable
    {
        public void Dispose() => all.TryRemove(this, out _);
    }
}
