using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Components.Pages;

/// <summary>
/// The pictures that someone chose in the library, for as long as the tab stays connected: who looks at one of them and comes back finds
/// them again.
/// </summary>
public sealed class LibraryChoice
{
    public HashSet<long> Ids { get; } = [];

    /// <summary>Where the library was last looked at: the address to come back to.</summary>
    public string Address { get; internal set; } = "/library";

    /// <summary>The files that they were chosen among: among others, nothing is chosen.</summary>
    internal FileFilter? Among { get; set; }
}
