using Microsoft.Data.Sqlite;

namespace ImageCodes.Model.Storage;

/// <summary>A folder for a library that nobody keeps: it goes with this object.</summary>
public sealed class ThrowawayFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("imagecodes-").FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Path, recursive: true);
    }
}
