using ImageCodes.Model.Imaging;

namespace ImageCodes.Model.Storage;

/// <summary>What tells, without reading it, that a file has not changed.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Modified">Ticks of its last change, UTC.</param>
public sealed record FileStamp(string Path, long Bytes, long Modified)
{
    public static FileStamp Of(string path)
    {
        var file = PictureFiles.Opened(path);
        return new FileStamp(System.IO.Path.GetFullPath(path), file.Length, file.LastWriteTimeUtc.Ticks);
    }

    /// <summary>The same; null where the file is gone, or cannot be looked at.</summary>
    public static FileStamp? Find(string path)
    {
        try
        {
            return Of(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
