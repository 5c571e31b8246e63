using System.Security.Cryptography;
using System.Text;
using ImageCodes.Model.Files;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Jobs;

/// <summary>
/// A drop of which files arrived, and which nobody imported: the browser was closed, or lost its network, before it was all there.
/// </summary>
/// <param name="Name">Of the drop.</param>
/// <param name="Pictures">How many arrived whole.</param>
/// <param name="LastArrival">When something last came, UTC.</param>
public sealed record UnfinishedDrop(string Name, int Pictures, DateTime LastArrival);

/// <summary>
/// Where files go that people drop on the Import page: one folder of the data directory for each drop, sub-folders kept. Until its import
/// is asked for, a drop is among those that come.
/// </summary>
public sealed class UploadFolders(LibraryDatabase database, JobQueue jobs)
{
    /// <summary>File systems take 255 bytes; some are kept for endings that are added.</summary>
    private const int MaxNameBytes = 240;

    private readonly Lock _moving = new();

    private string Root => Path.Combine(database.Folder, LibraryFolders.Uploads);

    private string Coming => Path.Combine(Root, LibraryFolders.Coming);

    /// <summary>
    /// For how long nothing may arrive before a drop counts as unfinished: as long as the page goes on trying. Default 10 minutes.
    /// </summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether a path is that of a drop, of something in it, or of where drops are.</summary>
    public bool Holds(string path) => FolderPath.Holds(Root, FolderPath.Of(path));

    /// <summary>Begins a drop, and returns its name.</summary>
    public string Create()
    {
        var name = $"{DateTime.UtcNow:yyyy-MM-dd}-{Guid.NewGuid().ToString("n")[..8]}";
        Directory.CreateDirectory(Path.Combine(Coming, name));
        return name;
    }

    /// <summary>The full path of the folder of a drop that comes, or null where none of this name does.</summary>
    public string? Find(string name) => Below(Coming, name);

    /// <summary>
    /// Says that all has come, and asks for its import; said twice, it is imported twice, from the same folder. Null where there is no drop
    /// of this name.
    /// </summary>
    public ImportJob? Import(string name)
    {
        if ((Find(name) ?? Below(Root, name)) is not { } folder || folder == Coming) return null;
        var path = Path.Combine(Root, name);
        // Asked for first: where the program is killed in between, the drop waits for the job, and not for a person.
        var job = jobs.Enqueue(ImportJob.Kind, new[] { path });
        Settle(path);
        return ImportJob.Of(job);
    }

    /// <summary>Takes a drop whose import was asked for out of those that come, if it is still among them.</summary>
    /// <param name="path">What the import was asked of; any other path is left alone.</param>
    public void Settle(string path)
    {
        lock (_moving)
        {
            if (Path.GetDirectoryName(path) == Root && Find(Path.GetFileName(path)) is { } coming) Directory.Move(coming, path);
        }
    }

    /// <summary>Drops that nothing has been sent to for a while, the newest first.</summary>
    public IReadOnlyList<UnfinishedDrop> Unfinished()
    {
        var drops = new DirectoryInfo(Coming);
        if (!drops.Exists) return [];
        return [.. drops.EnumerateDirectories()
            .Select(drop => (drop.Name, Files: drop.EnumerateFiles("*", SearchOption.AllDirectories).ToList()))
            .Select(drop => (drop.Name, Pictures: drop.Files.Count(file => PictureFiles.HasPictureName(file.Name)), drop.Files))
            .Where(drop => drop.Pictures > 0)
            .Select(drop => new UnfinishedDrop(drop.Name, drop.Pictures, drop.Files.Max(file => file.LastWriteTimeUtc)))   // also of one that is on its way
            .Where(drop => DateTime.UtcNow - drop.LastArrival > Patience)
            .OrderByDescending(drop => drop.LastArrival)];
    }

    /// <summary>Deletes what came of an unfinished drop.</summary>
    public void Delete(string name)
    {
        if (Find(name) is { } drop) Directory.Delete(drop, recursive: true);
    }

    /// <summary>Deletes what a server that was killed had written in part. No other server may be at it.</summary>
    public void ClearParts()
    {
        if (!Directory.Exists(Root)) return;
        foreach (var part in Directory.EnumerateFiles(Root, "*" + LibraryFolders.Part, SearchOption.AllDirectories).ToList()) File.Delete(part);
    }

    private static string? Below(string root, string name)
    {
        var path = Path.Combine(root, name);
        return Path.GetFileName(name) == name && name is not ("" or "." or "..") && Directory.Exists(path) ? path : null;
    }

    /// <summary>Stores a file under its path within what was dropped.</summary>
    /// <exception cref="ArgumentException">
    /// The drop is no longer among those that come; or the path leads out of the drop's folder, is longer than file systems take, or no
    /// picture's name, which an import would pass over.
    /// </exception>
    public async Task SaveAsync(string folder, string relativePath, Stream content, long maxBytes, CancellationToken cancel)
    {
        var parts = relativePath.Split('/', '\\');
        if (parts.Any(part => part is "" or "." or ".." || Encoding.UTF8.GetByteCount(part) > MaxNameBytes || part.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0) || parts.Length > 32)
            throw new ArgumentException($"'{relativePath}' is not a path within what was dropped.");
        if (parts.Any(part => part.StartsWith('.')))
            throw new ArgumentException($"'{relativePath}' is hidden by its name, and an import passes over hidden files.");
        if (PictureFiles.RefuseName(relativePath) is { } reason) throw new ArgumentException(reason);
        var path = Path.Combine([folder, .. parts]);
        var within = Path.GetDirectoryName(path)!;
        lock (_moving)
        {
            RefuseLate();
            Directory.CreateDirectory(within);
        }

        var fresh = Path.Combine(within, Guid.NewGuid().ToString("n") + LibraryFolders.Part);
        try
        {
            await using (var file = File.Create(fresh)) await CopyAsync(content, file, maxBytes, relativePath, cancel);
            // Two files of one name may come from two places, and both are kept; one that came already comes again where its answer was lost.
            for (var number = 2; File.Exists(path); number++)
            {
                if (await AreSameAsync(fresh, path, cancel)) return;
                path = Path.Combine(within, $"{Path.GetFileNameWithoutExtension(parts[^1])} ({number}){Path.GetExtension(parts[^1])}");
            }

            lock (_moving)
            {
                RefuseLate();
                File.Move(fresh, path);
            }
        }
        finally
        {
            // Where the import was asked for meanwhile, it lies where the drop is now.
            foreach (var part in new[] { fresh, Path.Combine(Root, Path.GetFileName(folder), Path.GetRelativePath(folder, fresh)) })
            {
                if (File.Exists(part)) File.Delete(part);
            }
        }

        void RefuseLate()
        {
            if (!Directory.Exists(folder))
                throw new ArgumentException($"'{relativePath}' came after the import of what was dropped with it was asked for: drop it once more.");
        }
    }

    private static async Task<bool> AreSameAsync(string first, string second, CancellationToken cancel)
    {
        if (new FileInfo(first).Length != new FileInfo(second).Length) return false;
        await using var one = File.OpenRead(first);
        await using var other = File.OpenRead(second);
        var (hash, hashOfOther) = (await SHA256.HashDataAsync(one, cancel), await SHA256.HashDataAsync(other, cancel));
        return hash.AsSpan().SequenceEqual(hashOfOther);
    }

    private static async Task CopyAsync(Stream content, FileStream file, long maxBytes, string name, CancellationToken cancel)
    {
        var buffer = new byte[81_920];
        for (int read; (read = await content.ReadAsync(buffer, cancel)) > 0;)
        {
            if (file.Length + read > maxBytes)
                throw new ArgumentException($"'{name}' has more than {maxBytes:N0} bytes; that is the most a picture may have.");
            await file.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
    }
}
