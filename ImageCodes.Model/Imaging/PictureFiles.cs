using System.IO.Compression;
using ImageCodes.Model.Files;

namespace ImageCodes.Model.Imaging;

/// <summary>A picture file in a folder or an archive.</summary>
/// <param name="Path">Where it is: a full path, or <c>archive.zip/inner/path</c>.</param>
/// <param name="Label">The folder that holds it, or null where it lies at the top of what was asked for.</param>
/// <param name="Length">Bytes; 0 where the file cannot be reached by its name (it is gone, or the name is not UTF-8).</param>
public sealed record PictureFile(string Path, string? Label, long Length)
{
    /// <summary>A file by itself.</summary>
    /// <param name="path">Full.</param>
    public static PictureFile Alone(string path) => new(path, null, PictureFiles.Opened(path) is { Exists: true } file ? file.Length : 0);
}

/// <summary>
/// The files below a folder, a file by itself, or the entries of a zip archive (<c>pictures.zip</c>, or a folder within it:
/// <c>pictures.zip/val</c>), in the order of their paths.
/// </summary>
public static class PictureFiles
{
    private const char NotUtf8 = '\uFFFD';   // what stands in a name for bytes that are no letter

    /// <summary>How the names of pictures end, in folders and archives.</summary>
    public static IReadOnlyList<string> Extensions { get; } =
    [
        ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".webp", ".tif", ".tiff", ".avif", ".heic", ".heif", ".bmp", ".dib", ".jxl",
    ];

    /// <summary>Whether a file's name says that it is a picture. Its content has the last word.</summary>
    public static bool HasPictureName(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Why a file is no picture by its name, in a sentence; null where it may be one.</summary>
    public static string? RefuseName(string path) =>
        HasPictureName(path) ? null : $"'{path}' is no picture by its name, which ends in {string.Join(", ", Extensions)}.";

    /// <summary>The file that is read under a path: where that is a link, what it leads to.</summary>
    // It may go in between.
    public static FileInfo Opened(string path) =>
        new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? link : new FileInfo(path);

    /// <summary>
    /// Picture files below <paramref name="path"/>. Hidden folders and files are passed over; a file that is named
    /// itself is returned whatever it is called.
    /// </summary>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    public static IEnumerable<PictureFile> Below(string path)
    {
        if (Directory.Exists(path)) return InFolder(FolderPath.Of(path));
        if (SplitArchive(path) is var (archive, inner)) return InArchive(archive, inner);
        return File.Exists(path)
            ? [PictureFile.Alone(Path.GetFullPath(path))]
            : throw new FileNotFoundException($"There is no file or folder '{path}'.", path);
    }

    /// <summary>
    /// Those of the files below a folder that are at <paramref name="path"/> or below it; none where nothing is there, or it is passed
    /// over.
    /// </summary>
    public static IEnumerable<PictureFile> Within(string root, string path)
    {
        root = FolderPath.Of(root);
        var inner = Path.GetRelativePath(root, path);
        if (inner != "." && inner.Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.'))) return [];
        if (Directory.Exists(path)) return new DirectoryInfo(path).LinkTarget is null || path == root ? InFolder(root, path) : [];
        var file = new FileInfo(path);
        return file.Exists && HasPictureName(path) && StaysBelow(new(() => FolderPath.Real(root)), file) ? [InFolder(root, file)] : [];
    }

    /// <summary>
    /// The same files with a way to read each; an archive is opened once, and its entries are read one at a time, in order.
    /// </summary>
    public static IEnumerable<(PictureFile File, Func<byte[]> Read)> ReadBelow(string path)
    {
        if (!Directory.Exists(path) && SplitArchive(path) is var (archive, inner))
        {
            using var zip = ZipFile.OpenRead(archive);
            foreach (var file in InArchive(archive, inner))
            {
                yield return (file, () =>
                {
                    using var stream = zip.GetEntry(file.Path[(Path.GetFullPath(archive).Length + 1)..])!.Open();
                    var bytes = new byte[file.Length];
                    stream.ReadExactly(bytes);
                    return bytes;
                }
                );
            }

            yield break;
        }

        foreach (var file in Below(path)) yield return (file, () => File.ReadAllBytes(file.Path));
    }

    /// <summary>
    /// One folder at a time, from <paramref name="within"/> down, so that a million files need no more memory than the largest folder.
    /// Linked folders are not followed, nor linked files that lead out of the root.
    /// </summary>
    private static IEnumerable<PictureFile> InFolder(string root, string? within = null)
    {
        var options = new EnumerationOptions
        {
            IgnoreInaccessible = false,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        };
        var folders = new Stack<DirectoryInfo>([new DirectoryInfo(within ?? root)]);
        var real = new Lazy<string>(() => FolderPath.Real(root));
        while (folders.TryPop(out var folder))
        {
            List<FileInfo> files;
            List<DirectoryInfo> below;
            try
            {
                files = [.. folder.EnumerateFiles("*", options).Where(file => HasPictureName(file.Name) && StaysBelow(real, file))
                    .OrderBy(file => file.Name, StringComparer.Ordinal)];
                below = [.. folder.EnumerateDirectories("*", options).Where(inner => inner.LinkTarget is null)
                    .OrderByDescending(inner => inner.Name, StringComparer.Ordinal)];
            }
            catch (DirectoryNotFoundException) when (!folder.Name.Contains(NotUtf8))
            {
                continue;   // it went while others were listed
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException && folder.FullName != root)
            {
                // A folder below that may not be listed, or whose name .NET cannot say, or a disk that fails: it is told of where its
                // pictures would be read, and what is elsewhere goes on.
                (files, below) = ([new FileInfo(folder.FullName)], []);
            }

            foreach (var file in files) yield return InFolder(root, file);
            foreach (var inner in below) folders.Push(inner);
        }
    }

    private static PictureFile InFolder(string root, FileInfo file) =>
        PictureFile.Alone(file.FullName) with { Label = LabelWithin(root, file.FullName) };

    private static bool StaysBelow(Lazy<string> root, FileInfo file)
    {
        try
        {
            return file.LinkTarget is null || file.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } && FolderPath.Holds(root.Value, FolderPath.Real(file.FullName));
        }
        catch (IOException)
        {
            return false;   // it leads to itself
        }
    }

    private static List<PictureFile> InArchive(string archive, string inner)
    {
        using var zip = ZipFile.OpenRead(archive);
        var prefix = inner.Length == 0 ? "" : inner.TrimEnd('/') + "/";
        var root = Path.GetFullPath(archive);
        var files = zip.Entries
            .Where(entry => entry.FullName.StartsWith(prefix, StringComparison.Ordinal) && HasPictureName(entry.FullName))
            .OrderBy(entry => entry.FullName, StringComparer.Ordinal)
            .Select(entry => new PictureFile($"{root}/{entry.FullName}", LabelWithin(prefix.TrimEnd('/'), entry.FullName), entry.Length))
            .ToList();
        return files.Count > 0 ? files : throw new FileNotFoundException($"The archive '{archive}' has no pictures under '{inner}'.", archive);
    }

    private static string? LabelWithin(string root, string path)
    {
        var folder = Path.GetDirectoryName(path);
        return string.IsNullOrEmpty(folder) || folder == root ? null : Path.GetFileName(folder);
    }

    /// <summary>The archive and the path within it, where some leading part of the path is a zip file.</summary>
    private static (string Archive, string Inner)? SplitArchive(string path)
    {
        for (var end = path.IndexOf(".zip", StringComparison.OrdinalIgnoreCase); end >= 0; end = path.IndexOf(".zip", end + 4, StringComparison.OrdinalIgnoreCase))
        {
            var archive = path[..(end + 4)];
            if (File.Exists(archive) && (path.Length == archive.Length || path[archive.Length] == '/'))
                return (archive, path[archive.Length..].Trim('/'));
        }

        return null;
    }
}
