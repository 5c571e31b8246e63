namespace ImageCodes.Model.Imaging;

/// <summary>How folders are called here, so that one that is named in two ways is one.</summary>
public static class FolderPath
{
    /// <summary>The full path, without a slash at the end.</summary>
    public static string Of(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>Whether a path is that of a folder, or of something below it.</summary>
    /// <param name="folder">As <see cref="Of"/> gives it.</param>
    /// <param name="path">Full.</param>
    public static bool Holds(string folder, string path) =>
        path == folder || path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
