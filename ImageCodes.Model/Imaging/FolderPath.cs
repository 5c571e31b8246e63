namespace ImageCodes.Model.Imaging;

/// <summary>How folders are called here, so that one that is named in two ways is one.</summary>
public static class FolderPath
{
    /// <summary>The full path, without a slash at the end.</summary>
    public static string Of(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>The same, with links followed in all its parts that are there.</summary>
    public static string Real(string folder)
    {
        var path = Of(folder);
        if (Path.GetDirectoryName(path) is not { } above) return path;
        var here = Path.Combine(Real(above), Path.GetFileName(path));
        return new DirectoryInfo(here) is { LinkTarget: not null } link ? Real(link.ResolveLinkTarget(returnFinalTarget: true)!.FullName) : here;
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
            foreach (var group in alike.Where(group => group.Count() == 1)) names[group.Single().Folder] = group.Key;
            unnamed = [.. alike.Where(group => group.Count() > 1).SelectMany(group => group)];
        }

        return names;
    }
}
