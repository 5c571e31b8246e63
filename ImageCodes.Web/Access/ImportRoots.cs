using ImageCodes.Model.Files;
using ImageCodes.Model.Imaging;

namespace ImageCodes.Web.Access;

/// <summary>Which folders of the server the page and the API may import.</summary>
public sealed class ImportRoots
{
    private readonly IReadOnlyList<string>? _roots;   // null: any folder

    public ImportRoots(AccessOptions options)
    {
        if (options.ImportRoots is not null)
            _roots = [.. options.ImportRoots.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(FolderPath.Of)];
        else if (options.Password is not null)
            _roots = [];
    }

    /// <summary>The folders, or null where any folder may be imported.</summary>
    public IReadOnlyList<string>? Folders => _roots;

    /// <summary>Why a path cannot be imported by its name, as a sentence; null where it can.</summary>
    public static string? RefuseArchive(string path) =>
        path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? $"'{path}' is an archive: unpack it, so that its pictures stay where they can be opened." : null;

    /// <summary>Why a path may not be imported, as a sentence; null where it may. Links are followed before it is judged.</summary>
    /// <param name="path">As it was typed.</param>
    /// <param name="watch">Whether the library is to follow it from then on, which it does with folders.</param>
    public string? Refuse(string path, bool watch = false)
    {
        if (Path.IsPathFullyQualified(path) && RefuseArchive(path) is { } archive) return archive;
        if (RefusePath(path) is { } refused) return refused;
        if (Directory.Exists(path)) return null;
        // What is imported can be fetched.
        return watch ? $"'{path}' is a file; only folders can be watched." : PictureFiles.RefuseName(path);
    }

    /// <summary>The same of a folder that data sets are read from.</summary>
    public string? RefuseData(string path) =>
        RefusePath(path) ?? (Directory.Exists(path) ? null : $"'{path}' is a file: name the folder that holds the data sets.");

    private string? RefusePath(string path)
    {
        if (!Path.IsPathFullyQualified(path)) return $"'{path}' is not a full path on the server.";
        if (RefuseOutside(path) is { } outside) return outside;   // first: whether there is something elsewhere is not told
        return Directory.Exists(path) || File.Exists(path) ? null : $"There is no file or folder '{path}' on the server.";
    }

    private string? RefuseOutside(string path)
    {
        if (_roots is null) return null;
        var real = FolderPath.Real(path);
        if (_roots.Any(root => FolderPath.Holds(FolderPath.Real(root), real))) return null;
        return _roots.Count == 0
            ? "No folder of the server may be imported: name some in IMAGECODES_IMPORT_ROOTS."
            : $"'{path}' is outside the folders that may be imported: {string.Join(", ", _roots)}.";
    }
}
