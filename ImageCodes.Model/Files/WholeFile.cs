namespace ImageCodes.Model.Files;

/// <summary>
/// Writes files that are there as a whole or not at all, also for who reads them meanwhile: beside their place, and then into it.
/// </summary>
public static class WholeFile
{
    /// <summary>How a file's name ends while it is written.</summary>
    public const string Unfinished = ".new";

    /// <param name="path">What stands there is replaced; its folder is there.</param>
    /// <param name="write">Given an empty file.</param>
    /// <param name="onDisk">
    /// Whether it must be on the disk, and not only on its way there, before it has its name: where something else is given up for it.
    /// </param>
    /// <exception cref="IOException">It cannot be written; what stood there stands there still.</exception>
    public static void Write(string path, Action<Stream> write, bool onDisk = false)
    {
        var fresh = path + Unfinished;
        var file = File.Create(fresh);   // where another is writing there, that is refused, and what he writes stays
        try
        {
            using (file)
            {
                write(file);
                if (onDisk) file.Flush(flushToDisk: true);
            }

            File.Move(fresh, path, overwrite: true);
        }
        catch
        {
            File.Delete(fresh);   // half of one would take what is left of a full disk
            throw;
        }
    }

    /// <inheritdoc cref="Write(string, Action{Stream}, bool)"/>
    public static void Write(string path, byte[] content, bool onDisk = false) => Write(path, file => file.Write(content), onDisk);
}
