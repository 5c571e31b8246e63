namespace ImageCodes.Model.Storage;

/// <summary>Which files of the library are asked for; what is null does not matter.</summary>
/// <param name="Folder">The folder that they are directly in.</param>
/// <param name="Label">A tag of their picture, or the name of a folder that it is in.</param>
/// <param name="Name">A part of the file's name, capital letters of English or not.</param>
public sealed record FileFilter(string? Folder = null, string? Label = null, string? Name = null);

/// <summary>In which order.</summary>
public enum FileOrder
{
    /// <summary>By folder, then by name.</summary>
    Path,

    /// <summary>What came last comes first.</summary>
    Newest,
}
