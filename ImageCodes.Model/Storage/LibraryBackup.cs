using Dapper;
using Microsoft.Data.Sqlite;

namespace ImageCodes.Model.Storage;

/// <summary>Copies a library, while it is in use, into a folder that is a library too.</summary>
public sealed class LibraryBackup(LibraryDatabase database)
{
    /// <summary>Left out: keys of cookies, which are secrets and cost no more than another sign-in, and the checkpoints of trainings under way, which change as they are copied.</summary>
    private static readonly string[] LeftOut = ["keys", "training"];

    /// <summary>Writes the database as it is at one moment, then the files beside it: models, dropped pictures, samples, what experiments found. Pictures elsewhere stay where they are.</summary>
    /// <param name="folder">Is made where it is not there.</param>
    /// <param name="cancel">Stops between two files.</param>
    /// <exception cref="InvalidOperationException">The folder holds a library already, lies within this one, or the database cannot be copied.</exception>
    /// <exception cref="IOException">A file cannot be copied.</exception>
    public void Write(string folder, CancellationToken cancel = default)
    {
        var target = Path.GetFullPath(folder);
        if (LibraryDatabase.IsIn(target)) throw new InvalidOperationException($"'{target}' holds a library already. Name another folder.");
        if ((target + "/").StartsWith(database.Folder + "/", StringComparison.Ordinal)) throw new InvalidOperationException($"'{target}' lies within the library that it would be a copy of. Name a folder elsewhere, best on another disk.");
        Directory.CreateDirectory(target);
        foreach (var path in Directory.EnumerateDirectories(database.Folder).Where(path => !LeftOut.Contains(Path.GetFileName(path))))
            CopyFolder(path, Path.Combine(target, Path.GetFileName(path)), cancel);
        CopyDatabase(target);   // last: a folder that has it is whole
    }

    private static void CopyFolder(string from, string to, CancellationToken cancel)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            cancel.ThrowIfCancellationRequested();
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);   // of a backup that was broken off
        }
    }

    private void CopyDatabase(string folder)
    {
        var fresh = Path.Combine(folder, LibraryDatabase.FileName + ".part");
        try
        {
            File.Delete(fresh);
            using (var connection = database.Open()) connection.Execute("VACUUM INTO @fresh", new { fresh });
            File.Move(fresh, Path.Combine(folder, LibraryDatabase.FileName));
        }
        catch (SqliteException failure)
        {
            throw new InvalidOperationException($"The database cannot be copied to '{folder}': {failure.Message}", failure);
        }
        finally
        {
            File.Delete(fresh);
        }
    }
}
