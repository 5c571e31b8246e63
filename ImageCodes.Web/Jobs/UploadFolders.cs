using System.Text;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Jobs;

/// <summary>Where files go that people drop on the Import page: one folder of the data directory for each drop, sub-folders kept.</summary>
public sealed class UploadFolders(LibraryDatabase database)
{
    /// <summary>File systems take 255 bytes; some are kept for endings that are added.</summary>
    private const int MaxNameBytes = 240;

    private string Root => Path.Combine(database.Folder, "uploads");

    /// <summary>Whether a path is that of a drop, or of something in it.</summary>
    public bool Holds(string path) => Path.GetFullPath(path).StartsWith(Path.GetFullPath(Root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Begins a drop, and returns its name.</summary>
    public string Create()
    {
        var name = $"{DateTime.UtcNow:yyyy-MM-dd}-{Guid.NewGuid().ToString("n")[..8]}";
        Directory.CreateDirectory(Path.Combine(Root, name));
        return name;
    }

    /// <summary>The full path of a drop's folder, or null where there is none of this name.</summary>
    public string? Find(string name)
    {
        var path = Path.Combine(Root, name);
        return Path.GetFileName(name) == name && name is not ("." or "..") && Directory.Exists(path) ? path : null;
    }

    /// <summary>Stores a file under its path within what was dropped.</summary>
    /// <exception cref="ArgumentException">The path leads out of the drop's folder, is longer than file systems take, or no picture's name, which an import would pass over.</exception>
    public async Task SaveAsync(string folder, string relativePath, Stream content, long maxBytes, CancellationToken cancel)
    {
        var parts = relativePath.Split('/', '\\');
        if (parts.Any(part => part is "" or "." or ".." || Encoding.UTF8.GetByteCount(part) > MaxNameBytes || part.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0) || parts.Length > 32)
            throw new ArgumentException($"'{relativePath}' is not a path within what was dropped.");
        if (parts.Any(part => part.StartsWith('.'))) throw new ArgumentException($"'{relativePath}' is hidden by its name, and an import passes over hidden files.");
        if (!PictureFiles.HasPictureName(relativePath)) throw new ArgumentException($"'{relativePath}' is no picture by its name, which ends in {string.Join(", ", PictureFiles.Extensions)}.");
        var path = Path.Combine([folder, .. parts]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Two files of one name may come from two places; both are kept.
        for (var number = 2; File.Exists(path); number++)
            path = Path.Combine(Path.GetDirectoryName(path)!, $"{Path.GetFileNameWithoutExtension(parts[^1])} ({number}){Path.GetExtension(parts[^1])}");
        var fresh = path + ".part";
        try
        {
            await using (var file = File.Create(fresh)) await CopyAsync(content, file, maxBytes, relativePath, cancel);
            File.Move(fresh, path, overwrite: true);
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    private static async Task CopyAsync(Stream content, FileStream file, long maxBytes, string name, CancellationToken cancel)
    {
        var buffer = new byte[81_920];
        for (int read; (read = await content.ReadAsync(buffer, cancel)) > 0;)
        {
            if (file.Length + read > maxBytes) throw new ArgumentException($"'{name}' has more than {maxBytes:N0} bytes; that is the most a picture may have.");
            await file.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
    }
}
