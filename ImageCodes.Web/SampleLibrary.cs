using ImageCodes.Model.Storage;

namespace ImageCodes.Web;

/// <summary>The sample pictures of a library: where they are, and whether they were ever brought in whole.</summary>
public static class SampleLibrary
{
    private const string Mark = ".finished";

    public static string FolderIn(LibraryDatabase database) => Path.Combine(database.Folder, LibraryFolders.Samples);

    public static bool IsFinished(string folder) => File.Exists(Path.Combine(folder, Mark));

    public static void MarkFinished(string folder) => File.WriteAllText(Path.Combine(folder, Mark), "");
}
