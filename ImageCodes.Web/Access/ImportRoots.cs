namespace ImageCodes.Web.Access;

/// <summary>Which folders of the server the page and the API may import.</summary>
public sealed class ImportRoots
{
    private readonly IReadOnlyList<string>? _roots;   // null: any folder

    public ImportRoots(AccessOptions options)
    {
        if (options.ImportRoots is not null)
            _roots = [.. options.ImportRoots.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Path.GetFullPath)];
        else if (options.Password is not null)
            _roots = [];
    }

    /// <summary>The folders, or null where any folder may be imported.</summary>
    public IReadOnlyList<string>? Folders => _roots;

    /// <summary>Why a path may not be imported, as a sentence; null where it may. Links are followed before it is judged.</summary>
    public string? Refuse(string path)
    {
        if (!Path.IsPathFullyQualified(path)) return $"'{path}' is not a full path on the server.";
        if (!Directory.Exists(path) && !File.Exists(path)) return $"There is no file or folder '{path}' on the server.";
        if (_roots is null) return null;
        var real = Resolve(Path.GetFullPath(path));
        if (_roots.Any(root => real == Resolve(root) || real.StartsWith(Resolve(root).TrimEnd('/') + "/", StringComparison.Ordinal))) return null;
        return _roots.Count == 0
            ? "No folder of the server may be imported: name some in IMAGECODES_IMPORT_ROOTS."
            : $"'{path}' is outside the folders that may be imported: {string.Join(", ", _roots)}.";
    }

    private static string Resolve(string path)
    {
        var resolved = Path.GetPathRoot(path)!;
        foreach (var part in path[resolved.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(resolved, part);
            var target = Directory.Exists(next) ? Directory.ResolveLinkTarget(next, returnFinalTarget: true) : File.ResolveLinkTarget(next, returnFinalTarget: true);
            resolved = target?.FullName ?? next;
        }

        return resolved;
    }
}
