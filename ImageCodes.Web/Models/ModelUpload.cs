using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Models;

/// <summary>Takes in model files that people bring.</summary>
public sealed class ModelUpload(ModelStore models, LibraryDatabase database)
{
    /// <summary>Longest model file, in bytes: some ten times the program's own.</summary>
    public const long MostBytes = 128 << 20;

    /// <exception cref="InvalidDataException">
    /// The file is not a model of this program; the message calls it by the name it came with.
    /// </exception>
    /// <exception cref="IOException">It cannot be read, or written here.</exception>
    public async Task<KnownModel> AddAsync(Stream content, string name, CancellationToken cancel = default)
    {
        var upload = Path.Combine(
            Directory.CreateDirectory(Path.Combine(database.Folder, LibraryFolders.Uploads)).FullName,
            Guid.NewGuid().ToString("n") + LibraryFolders.Part);
        try
        {
            await using (var stored = File.Create(upload)) await content.CopyToAsync(stored, cancel);
            return await Task.Run(() => models.Import(upload), cancel);
        }
        catch (InvalidDataException failure)
        {
            throw new InvalidDataException(failure.Message.Replace(upload, name, StringComparison.Ordinal), failure);
        }
        finally
        {
            File.Delete(upload);
        }
    }
}
