using Dapper;
using ImageCodes.Model.Files;

namespace ImageCodes.Model.Storage;

/// <summary>The folders that a server keeps the library in step with.</summary>
public sealed class WatchedFolderStore(LibraryDatabase database)
{
    /// <summary>Raised, on any thread, when one comes or goes by this object.</summary>
    public event Action? Changed;

    /// <summary>Full paths, in their order.</summary>
    public IReadOnlyList<string> All() => database.Read<IReadOnlyList<string>>(connection =>
        [.. connection.Query<string>("SELECT path FROM watched_folders ORDER BY path")]);

    /// <summary>Begins to watch a folder, if it is not watched already.</summary>
    public void Add(string folder)
    {
        database.Write(connection =>
        {
            connection.Execute(
                "INSERT OR IGNORE INTO watched_folders (path, begun) VALUES (@path, @Now)",
                new { path = FolderPath.Of(folder), LibraryDatabase.Now });
        });
        Changed?.Invoke();
    }

    /// <summary>Stops watching a folder; its pictures stay. Returns whether it was watched.</summary>
    public bool Remove(string folder)
    {
        var removed = database.Write(connection => connection.Execute("DELETE FROM watched_folders WHERE path = @path", new { path = FolderPath.Of(folder) }));
        Changed?.Invoke();
        return removed > 0;
    }
}
