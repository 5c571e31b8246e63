using Dapper;
using ImageCodes.Model.Files;
using Microsoft.Data.Sqlite;

namespace ImageCodes.Model.Storage;

/// <summary>Copies a library, while it is in use, into a folder that is a library too.</summary>
public sealed class LibraryBackup(LibraryDatabase database)
{
    /// <summary>
    /// Writes the database as it is at one moment, and the files beside it: models, dropped pictures, samples, what experiments found.
    /// Pictures elsewhere stay where they are.
    /// </summary>
    /// <param name="folder">Is made where it is not there.</param>
    /// <param name="cancel">Stops between two files.</param>
    /// <exception cref="InvalidOperationException">
    /// The folder holds a library already, lies within this one, or the database cannot be copied.
    /// </exception>
    /// <exception cref="IOException">A file cannot be copied.</exception>
    public void Write(string folder, CancellationToken cancel = default)
    {
        var target = FolderPath.Real(folder);
        if (LibraryDatabase.IsIn(target)) throw new InvalidOperationException($"'{target}' holds a library already. Name another folder.");
        if (FolderPath.Holds(database.Folder, target))
            throw new InvalidOperationException(
                $"'{target}' lies within the library that it would be a copy of. Name a folder elsewhere, best on another disk.");
        Directory.CreateDirectory(target);
        var fresh = Path.Combine(target, LibraryDatabase.FileName + LibraryFolders.Part);
        try
        {
            // The database first: files that come later are only more than it names. Its name comes last: a folder that has it is whole.
            CopyDatabase(fresh);
            CopyFiles(target, cancel);
            File.Move(fresh, Path.Combine(target, LibraryDatabase.FileName));
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    private void CopyFiles(string target, CancellationToken cancel)
    {
        foreach (var path in Directory.EnumerateDirectories(database.Folder).Where(path => LibraryFolders.IsBackedUp(Path.GetFileName(path))))
            CopyFolder(path, Path.Combine(target, Path.GetFileName(path)), cancel);
    }

    private void CopyFolder(string from, string to, CancellationToken cancel)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            cancel.ThrowIfCancellationRequested();
            if (LibraryFolders.IsPassing(Path.GetRelativePath(database.Folder, file))) continue;
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            try
            {
                File.Copy(file, copy, overwrite: true);   // of a backup that was broken off
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException && !File.Exists(file))
            {
                // It went while others were copied.
            }
        }
    }

    private void CopyDatabase(string fresh)
    {
        try
        {
            File.Delete(fresh);
            using var connection = database.Open();
            connection.Execute("VACUUM INTO @fresh", new { fresh });
        }
        catch (SqliteException failure)
        {
            throw new InvalidOperationException($"The database cannot be copied to '{fresh}': {failure.Message}", failure);
        }
    }
}
