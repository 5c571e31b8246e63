using System.Text.Json;
using Dapper;
using ImageCodes.Model.Files;

namespace ImageCodes.Model.Storage;

/// <summary>
/// Where the disks are mounted that hold files of the library. Where a disk is taken away, its folder may go with it (<c>/media/USER/DISK</c>),
/// and all that was on it seems to be deleted.
/// </summary>
public sealed class MountStore(LibraryDatabase database)
{
    /// <summary>Where disks are mounted now, as full paths. Default: what the system says.</summary>
    internal Func<IEnumerable<string>> Mounted { get; init; } = () => DriveInfo.GetDrives().Select(drive => drive.Name);

    /// <summary>Keeps in mind where those disks are that are mounted now and hold files of the library.</summary>
    public void Keep()
    {
        // The root is always mounted.
        var mounted = JsonSerializer.Serialize(Mounted().Where(path => Path.GetPathRoot(path) != path).Select(FolderPath.Of).Distinct());
        const string New =
            """
            FROM json_each(@mounted) m
            WHERE m.value NOT IN (SELECT path FROM mounts) AND EXISTS (SELECT 1 FROM paths WHERE path >= m.value || '/' AND path < m.value || '0')
            """;
        // Nearly always nothing; nobody waits to write then.
        if (!database.Read(connection => connection.ExecuteScalar<bool>($"SELECT EXISTS (SELECT 1 {New})", new { mounted }))) return;
        database.Write(connection => connection.Execute($"INSERT OR IGNORE INTO mounts (path) SELECT m.value {New}", new { mounted }));
    }

    /// <summary>
    /// Those of some files that are not on a disk which was mounted once and is not now. Where a folder with something in it is in the disk's
    /// place, its files are not waited for any more.
    /// </summary>
    /// <param name="paths">Full.</param>
    public IReadOnlyList<string> NotOnAbsent(IReadOnlyList<string> paths)
    {
        if (paths.Count == 0) return paths;
        var absent = database.Read(connection => connection.Query<string>("SELECT path FROM mounts").ToList())
            .Except(Mounted().Select(FolderPath.Of)).Where(IsEmpty).ToList();
        return absent.Count == 0 ? paths : [.. paths.Where(path => !absent.Any(disk => FolderPath.Holds(disk, path)))];
    }

    private static bool IsEmpty(string folder)
    {
        try
        {
            return !Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
