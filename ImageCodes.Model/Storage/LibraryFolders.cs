using ImageCodes.Model.Files;

namespace ImageCodes.Model.Storage;

/// <summary>What lies beside the database in the folder of a library.</summary>
public static class LibraryFolders
{
    /// <summary>Model files that were added or learned.</summary>
    public const string Models = "models";

    /// <summary>Pictures that were dropped on the Import page.</summary>
    public const string Uploads = "uploads";

    /// <summary>The sample pictures.</summary>
    public const string Samples = "samples";

    /// <summary>What experiments found and keep.</summary>
    public const string Experiments = "experiments";

    /// <summary>Plans and checkpoints of trainings under way.</summary>
    public const string Training = "training";

    /// <summary>Keys of cookies.</summary>
    public const string Keys = "keys";

    /// <summary>Drops that are still on their way.</summary>
    public const string Coming = "coming";

    /// <summary>How a dropped file's name ends while it comes.</summary>
    public const string Part = ".part";

    /// <summary>
    /// Whether a folder beside the database is copied with it. Keys are secrets and cost no more than another sign-in; the checkpoints of
    /// trainings change as they are copied; and others, as a disk's <c>lost+found</c>, are not the library's.
    /// </summary>
    internal static bool IsBackedUp(string folder) => folder is Models or Uploads or Samples or Experiments;

    /// <summary>Whether a file below a library is there for the moment only.</summary>
    /// <param name="path">Within the library.</param>
    internal static bool IsPassing(string path) =>
        Path.GetFileName(path) == FolderLock.Name || path.EndsWith(Part, StringComparison.Ordinal) || path.EndsWith(WholeFile.Unfinished, StringComparison.Ordinal)
        || path.StartsWith(Path.Combine(Uploads, Coming) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
