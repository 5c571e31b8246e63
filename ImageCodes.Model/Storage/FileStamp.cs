namespace ImageCodes.Model.Storage;

/// <summary>What tells, without reading it, that a file has not changed.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Modified">Ticks of its last change, UTC.</param>
public sealed record FileStamp(string Path, long Bytes, long Modified)
{
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        return new FileStamp(file.FullName, file.Length, file.LastWriteTimeUtc.Ticks);
    }
}
