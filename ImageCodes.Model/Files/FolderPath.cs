namespace ImageCodes.Model.Files;

/// <summary>How folders are called here, so that one that is named in two ways is one.</summary>
public static class FolderPath
{
    private const int MostLinks = 40;

    /// <summary>The full path, without a slash at the end.</summary>
    public static string Of(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>
    /// The same, with every link on the way replaced by what it leads to, links within those too; what is not there stays as it is called.
    /// </summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Real(string path)
    {
        var full = Of(path);
        var real = Path.GetPathRoot(full)!;
        var ahead = new Stack<string>(PartsOf(full, real).Reverse());
        for (var links = 0; ahead.TryPop(out var part);)
        {
            var next = Path.Combine(real, part);
            // In a link: from where the part before it leads to, as the system goes, and not from where it stands.
            if (part == "..") real = Path.GetDirectoryName(real) ?? real;
            else if (LinkAt(next) is not { } target) real = next;
            else
            {
                if (++links > MostLinks) throw new IOException($"'{path}' leads through more than {MostLinks} links.");
                var root = Path.GetPathRoot(target)!;
                if (root.Length > 0) real = root;
                foreach (var inner in PartsOf(target, root).Reverse()) ahead.Push(inner);
            }
        }

        return real;
    }

    /// <summary>Whether a path is that of a folder, or of something below it.</summary>
    /// <param name="folder">As <see cref="Of"/> gives it.</param>
    /// <param name="path">Full.</param>
    public static bool Holds(string folder, string path) =>
        path == folder || path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>
    /// What folders are called: by their own names, or, where several have the same, by as many of the folders above as tell them apart.
    /// </summary>
    /// <param name="folders">Each once.</param>
    public static IReadOnlyDictionary<string, string> NamesOf(IEnumerable<string> folders)
    {
        var names = new Dictionary<string, string>();
        var unnamed = folders.Select(folder => (Folder: folder, Parts: folder.Split(Path.DirectorySeparatorChar))).ToList();
        for (var parts = 1; unnamed.Count > 0; parts++)
        {
            var alike = unnamed.GroupBy(folder => string.Join(Path.DirectorySeparatorChar, folder.Parts.TakeLast(parts))).ToList();
            // The root has no name.
            foreach (var group in alike.Where(group => group.Count() == 1))
                names[group.Single().Folder] = group.Key.Length > 0 ? group.Key : group.Single().Folder;
            unnamed = [.. alike.Where(group => group.Count() > 1).SelectMany(group => group)];
        }

        return names;
    }

    private static IEnumerable<string> PartsOf(string path, string root) =>
        path[root.Length..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part != ".");

    private static string? LinkAt(string path) =>
        (Directory.Exists(path) ? new DirectoryInfo(path) : (FileSystemInfo)new FileInfo(path)).LinkTarget;
}
