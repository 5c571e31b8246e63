using ImageCodes.Model.Files;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Storage;
using ImageCodes.Model.Training;

namespace ImageCodes.Web.Jobs;

/// <summary>
/// What a training keeps beside the database while it is under way: its list of pictures, its checkpoint, a glimpse of what it draws.
/// </summary>
public sealed class TrainingFolders(LibraryDatabase database)
{
    private const string Glimpse = "glimpse.webp";

    /// <summary>The folder that holds them. A shell that trains has its lock.</summary>
    public string Root => Path.Combine(database.Folder, LibraryFolders.Training);

    /// <summary>The training's folder, made where it is not there.</summary>
    public string Of(long job) => Directory.CreateDirectory(Path.Combine(Root, $"{job}")).FullName;

    /// <summary>Held-out pictures in one row, the decoder's in the row below.</summary>
    public static void KeepGlimpse(string folder, HeldOutGlimpse glimpse) =>   // a page may read the one before at this moment
        WholeFile.Write(Path.Combine(folder, Glimpse), PictureSheet.Write([.. glimpse.Pictures, .. glimpse.Drawn], glimpse.Pictures.Count));

    /// <summary>A WebP file, or null before the first pass is over.</summary>
    public byte[]? FindGlimpse(long job) =>
        Path.Combine(Root, $"{job}", Glimpse) is var path && File.Exists(path) ? File.ReadAllBytes(path) : null;

    /// <summary>Deletes what trainings left that were put away.</summary>
    public void ClearForgotten(Func<long, bool> isKnown)
    {
        foreach (var folder in new DirectoryInfo(Root).EnumerateDirectories().Where(folder => long.TryParse(folder.Name, out var job) && !isKnown(job)))
            folder.Delete(recursive: true);
    }

    /// <summary>Deletes all but the glimpse.</summary>
    public void Clear(long job)
    {
        var folder = Of(job);
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file) != Glimpse)) File.Delete(file);
        foreach (var inner in Directory.EnumerateDirectories(folder)) Directory.Delete(inner, recursive: true);
    }
}
