using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using ImageCodes.Model.Imaging;

namespace ImageCodes.Model.Ingestion;

/// <summary>Where something changed.</summary>
/// <param name="Path">A full path.</param>
/// <param name="Announced">Keeps other folders from forgetting until it is disposed of; null where something went.</param>
internal readonly record struct FolderChange(string Path, IDisposable? Announced);

/// <summary>What the system tells of changes in a folder, from its making to <see cref="End"/>.</summary>
internal sealed class FolderChanges : IDisposable
{
    private static readonly TimeSpan LongestGathering = TimeSpan.FromSeconds(10);

    private readonly Channel<FolderChange> _changes = Channel.CreateUnbounded<FolderChange>();
    // What is to be gathered: a file that is written is told of many times.
    private readonly ConcurrentDictionary<(string Path, bool IsThere), bool> _waiting = new();
    private readonly Func<IDisposable> _announce;
    private readonly FileSystemWatcher _watcher;
    // Tells when the folder itself goes, or another takes its name, which the watch of what is in it does not.
    private readonly FileSystemWatcher? _above;

    /// <param name="folder">A full path of a folder that is there.</param>
    /// <param name="announce">Says that something came which is about to be taken in.</param>
    /// <param name="blind">Told of what the system will not tell of.</param>
    public FolderChanges(string folder, Func<IDisposable> announce, Action<Exception> blind)
    {
        _announce = announce;
        _watcher = new FileSystemWatcher(folder)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        _watcher.Created += (_, change) => Changed(change.FullPath);
        _watcher.Changed += (_, change) => Changed(change.FullPath);
        _watcher.Deleted += (_, change) => Changed(change.FullPath);
        _watcher.Renamed += (_, change) =>
        {
            Changed(change.OldFullPath);
            Changed(change.FullPath);
        };
        _watcher.Error += (_, error) =>
        {
            var reason = error.GetException();
            // Changes were lost: another watch begins, with a look at all.
            if (reason is InternalBufferOverflowException) _changes.Writer.TryComplete(reason);
            // Some of it cannot be watched, and is looked at every hour; what may not be read at all is passed over.
            else if (reason is not UnauthorizedAccessException) blind(reason);
        };
        try
        {
            _watcher.EnableRaisingEvents = true;
        }
        catch (IOException none)
        {
            // As many folders are watched as the system allows. This one is looked at now and then.
            blind(new IOException($"The system tells of no changes in '{folder}', which is looked at every hour instead: {none.Message}", none));
        }

        _above = WatchAbove(folder);
    }

    /// <summary>
    /// Waits for a change, and gathers what changes until it is quiet. It is gathered to its end though it be time for a full look
    /// meanwhile.
    /// </summary>
    /// <param name="gathered">Where changes are put, also those before a cancellation.</param>
    /// <param name="quiet">How long nothing must change.</param>
    /// <param name="fullLook">Ends the wait for a first change.</param>
    /// <param name="cancel">Ends the gathering.</param>
    /// <exception cref="ChannelClosedException">
    /// More changed than the system remembers, or the folder is another; its inner exception says so.
    /// </exception>
    public async Task GatherAsync(List<FolderChange> gathered, TimeSpan quiet, CancellationToken fullLook, CancellationToken cancel)
    {
        Gather(await _changes.Reader.ReadAsync(fullLook));
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < LongestGathering;)
        {
            await Task.Delay(quiet, cancel);
            if (!_changes.Reader.TryRead(out var next)) break;
            do Gather(next);
            while (_changes.Reader.TryRead(out next));
        }

        void Gather(FolderChange change)
        {
            // It is looked at later, so whatever becomes of it from now on may be told anew.
            _waiting.TryRemove((change.Path, change.Announced is not null), out _);
            gathered.Add(change);
        }
    }

    /// <summary>Listens no more.</summary>
    /// <returns>What was told of and not gathered.</returns>
    public IReadOnlyList<FolderChange> End()
    {
        _watcher.EnableRaisingEvents = false;
        _above?.Dispose();
        _changes.Writer.TryComplete();
        var rest = new List<FolderChange>();
        while (_changes.Reader.TryRead(out var change)) rest.Add(change);
        return rest;
    }

    public void Dispose()
    {
        _above?.Dispose();
        _watcher.Dispose();
    }

    /// <summary>Where what it lies in may not be watched, a folder that is replaced is noticed within the hour.</summary>
    private FileSystemWatcher? WatchAbove(string folder)
    {
        if (Path.GetDirectoryName(folder) is not { } above) return null;
        void Replaced() => _changes.Writer.TryComplete(new DirectoryNotFoundException($"'{folder}' is not the folder that it was: it is looked at anew."));
        var watcher = new FileSystemWatcher(above, Path.GetFileName(folder)) { NotifyFilter = NotifyFilters.DirectoryName };
        watcher.Deleted += (_, _) => Replaced();
        watcher.Created += (_, _) => Replaced();
        watcher.Renamed += (_, _) => Replaced();
        try
        {
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException)
        {
            watcher.Dispose();
            return null;
        }
    }

    private void Changed(string path)
    {
        // Of what is there, only folders and pictures matter; what is gone may have been either.
        if (File.Exists(path) && !PictureFiles.HasPictureName(path)) return;
        var isThere = File.Exists(path) || Directory.Exists(path);
        if (!_waiting.TryAdd((path, isThere), true)) return;
        // On the thread that tells of changes, which waits for no other: what moved here must not be forgotten elsewhere.
        var change = new FolderChange(path, isThere ? _announce() : null);
        if (!_changes.Writer.TryWrite(change)) change.Announced?.Dispose();
    }
}
