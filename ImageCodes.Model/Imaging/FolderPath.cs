namespace ImageCodes.Model.Imaging;

/// <summary>How folders are called here, so that one that is named in two ways is one.</summary>
public static class FolderPath
{
    private const int MostLinks = 40;

    /// <summary>The full path, without a slash at the end.</summary>
    public static string Of(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>The same, with every link on the way replaced by what it leads to, links within those too; what is not there stays as it is called.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Real(string path)
    {
        var real = Of(path);
        for (var links = 0; links < MostLinks; links++)
        {
            if (FirstLink(real) is not { } found) return real;
            real = Of(Path.Combine(found.Target, real[found.Length..].TrimStart(Path.DirectorySeparatorChar)));
        }

        throw new IOException($"'{path}' leads through more than {MostLinks} links.");
    }

    /// <summary>Whether a path is that of a folder, or of something below it.</summary>
    /// <param name="folder">As <see cref="Of"/> gives it.</param>
    /// <param name="path">Full.</param>
    public static bool Holds(string folder, string path) =>
        path == folder || path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>What folders are called: by their own names, or, where several have the same, by as many of the folders above as tell them apart.</summary>
    /// <param name="folders">Each once.</param>
    public static IReadOnlyDictionary<string, string> NamesOf(IEnumerable<string> folders)
    {
        var names = new Dictionary<string, string>();
        var unnamed = folders.Select(folder => (Folder: folder, Parts: folder.Split(Path.DirectorySeparatorChar))).ToList();
        for (var parts = 1; unnamed.Count > 0; parts++)
        {
            var alike = unnamed.GroupBy(folder => string.Join(Path.DirectorySeparatorChar, folder.Parts.TakeLast(parts))).ToList();
            foreach (var group in alike.Where(group => group.Count() == 1)) names[group.Single().Folder] = group.Key.Length > 0 ? group.Key : group.Single().Folder;   // the root has no name
            unnamed = [.. alike.Where(group => group.Count() > 1).SelectMany(group => group)];
        }

        return names;
    }

    private static (int Length, string Target)? FirstLink(string path)
    {
        for (var end = path.IndexOf(Path.DirectorySeparatorChar, 1); ; end = path.IndexOf(Path.DirectorySeparatorChar, end + 1))
        {
            var part = end < 0 ? path : path[..end];
            FileSystemInfo entry = Directory.Exists(part) ? new DirectoryInfo(part) : new FileInfo(part);
            if (entry.LinkTarget is { } target) return (part.Length, Path.Combine(Path.GetDirectoryName(part)!, target));
            if (end < 0) return null;
        }
    }
}
