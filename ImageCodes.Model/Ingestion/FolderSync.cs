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
public sealed class FolderSync(Importer importer, FileStore files)
{
    private static readonly TimeSpan LongestSettling = TimeSpan.FromSeconds(30);   // a folder of a million that is new takes hours
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<Announcement, string> _coming = new();   // the folders that have changes which are not taken in yet

    /// <summary>
    /// Takes in what is there, then forgets the files that are gone. What was moved to another folder that is followed may come there later than it
    /// goes here, so before anything is forgotten, what came elsewhere meanwhile is taken in. What cannot be looked at is not gone, nor, where the whole folder is
    /// looked at, what an empty folder held: more likely a disk is not mounted there. Files that gave no picture are not tried again until they change.
    /// </summary>
    /// <param name="folder">What is followed.</param>
    /// <param name="changed">Paths at or below it at which something changed.</param>
    /// <param name="encoder">The model whose codes are made, asked again in the end: another that came into use meanwhile wants its own codes of what is new.</param>
    /// <param name="settling">How long other folders may need to notice what was moved to them.</param>
    /// <param name="announced">What <see cref="Announce"/> gave when changes were noticed; they are over when what came is taken in.</param>
    /// <param name="cancel">Stops after the batch in progress.</param>
    public async Task<ImportReport> TakeInAsync(
        string folder, IReadOnlyCollection<string> changed, Func<PictureEncoder> encoder, TimeSpan settling, IReadOnlyCollection<IDisposable>? announced = null, CancellationToken cancel = default)
    {
        var used = encoder();
        ImportReport report;
        using (Announce(folder)) report = await importer.ImportChangedAsync(() => changed.SelectMany(path => PictureFiles.Within(folder, path)), used, cancel);
        foreach (var change in announced ?? []) change.Dispose();

        if (Gone().Count > 0 || files.HasFileless())
        {
            await Task.Delay(settling, cancel);
            for (var begun = Stopwatch.GetTimestamp(); _coming.Values.Any(other => other != folder) && Stopwatch.GetElapsedTime(begun) < LongestSettling;) await Task.Delay(BetweenLooks, cancel);
            var gone = Gone();
            files.Forget(gone);
            files.ForgetFileless();
            report = report with { Forgotten = gone.Count };
        }

        if (encoder() is var newer && newer != used) await importer.EncodeMissingAsync(newer, cancel: cancel);
        return report;

        List<string> Gone()
        {
            var isWhole = changed.Contains(folder);
            bool IsUnlisted(string path) => report.Failures.Any(failure => failure.Path != path && FolderPath.Holds(failure.Path, path));
            var gone = files.Below(changed).Where(path => FilePresence.IsGone(path, mayBeUnmounted: isWhole, within: folder) && !IsUnlisted(path)).ToList();
            // Asked afterwards: had the folder itself gone meanwhile, all in it would seem to have.
            return Directory.Exists(folder) && (!isWhole || Directory.EnumerateFileSystemEntries(folder).Any()) ? gone : [];
        }
    }

    /// <summary>Says that changes of a folder are about to be taken in: until the answer is disposed of, nothing is forgotten that may have moved there.</summary>
    /// <param name="folder">What is followed. What it is to take in itself it does not wait for: that comes next.</param>
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
