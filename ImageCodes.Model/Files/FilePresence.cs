namespace ImageCodes.Model.Files;

/// <summary>
/// Tells a file that is gone from one that cannot be seen for now: a disk that is not mounted, a folder that may not be entered.
/// </summary>
internal static class FilePresence
{
    /// <summary>
    /// Whether a file is no longer there. What cannot be looked at is not gone, nor, where a disk may not be mounted, what an empty folder
    /// held, nor anything where a folder is gone that it is to be within.
    /// </summary>
    public static bool IsGone(string path, bool mayBeUnmounted, string? within = null)
    {
        try
        {
            if (IsThere(path)) return false;
            var above = Path.GetDirectoryName(path);
            while (above is not null && !Directory.Exists(above)) above = Path.GetDirectoryName(above);
            return above is not null && (within is null || FolderPath.Holds(within, above)) && (Directory.EnumerateFileSystemEntries(above).Any() || !mayBeUnmounted);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <exception cref="UnauthorizedAccessException">Whether it is cannot be seen: its folder may be listed, and not entered.</exception>
    private static bool IsThere(string path)
    {
        try
        {
            return !File.GetAttributes(path).HasFlag(FileAttributes.Directory);
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }
}
