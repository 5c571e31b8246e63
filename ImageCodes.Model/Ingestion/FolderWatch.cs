using System.Threading.Channels;
using ImageCodes.Model.Networks;

namespace ImageCodes.Model.Ingestion;

/// <summary>
/// Keeps a library in step with a folder: what is new, changed, moved or deleted in it follows within seconds. Changes are
/// gathered until it is quiet for a moment, so that a thousand files that are copied are a few imports, and none is read half.
/// </summary>
/// <param name="importer">Takes pictures in.</param>
/// <param name="folder">A full path.</param>
public sealed class FolderWatch(Importer importer, string folder)
{
    private const int Buffer = 64 * 1024;   // bytes of changes that may wait for us
    private static readonly TimeSpan LongestGathering = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    /// <summary>How long nothing must change before what changed is taken in. Default 1 second.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Takes in all of the folder, then follows it until cancelled. While it is not there (a disk that is not mounted), it waits for it, and nothing is forgotten.</summary>
    /// <param name="encoder">The model to make codes with, asked for each time.</param>
    /// <param name="told">Told of each import that did something.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task RunAsync(Func<PictureEncoder> encoder, Action<ImportReport>? told = null, CancellationToken cancel = default)
    {
        while (!cancel.IsCancellationRequested)
        {
            if (Directory.Exists(folder)) await FollowAsync(encoder, told, cancel);
            await Task.Delay(Again, cancel);
        }
    }

    private async Task FollowAsync(Func<PictureEncoder> encoder, Action<ImportReport>? told, CancellationToken cancel)
    {
        var changes = Channel.CreateUnbounded<string>();
        using var watcher = new FileSystemWatcher(folder)
        {
            IncludeSubdirectories = true,
            InternalBufferSize = Buffer,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        void Changed(string path) => changes.Writer.TryWrite(path);
        watcher.Created += (_, change) => Changed(change.FullPath);
        watcher.Changed += (_, change) => Changed(change.FullPath);
        watcher.Deleted += (_, change) => Changed(change.FullPath);
        watcher.Renamed += (_, change) =>
        {
            Changed(change.OldFullPath);
            Changed(change.FullPath);
        };
        watcher.Error += (_, _) => Changed(folder);   // some changes were lost: all is looked at
        watcher.EnableRaisingEvents = true;
        Changed(folder);   // what happened before anyone watched
        while (Directory.Exists(folder))
        {
            var gathered = await GatherAsync(changes.Reader, cancel);
            if (!Directory.Exists(folder)) return;
            var report = await importer.FollowAsync(folder, gathered, encoder(), cancel);
            if (report.Imported + report.Failed + report.Forgotten > 0) told?.Invoke(report);
        }
    }

    /// <summary>The paths that changed until it was quiet.</summary>
    private async Task<IReadOnlyCollection<string>> GatherAsync(ChannelReader<string> changes, CancellationToken cancel)
    {
        HashSet<string> gathered = [await changes.ReadAsync(cancel)];
        for (var begun = DateTime.UtcNow; DateTime.UtcNow - begun < LongestGathering;)
        {
            await Task.Delay(Quiet, cancel);
            if (!changes.TryRead(out var next)) break;
            do gathered.Add(next);
            while (changes.TryRead(out next));
        }

        return gathered.Contains(folder) ? [folder] : gathered;
    }
}
