namespace ImageCodes.Web.Components.Pages;

/// <summary>
/// The pictures that someone chose on the map, for as long as the tab stays connected: who looks at one of them and comes back finds them
/// again.
/// </summary>
public sealed class MapChoice
{
    public IReadOnlyList<long> Ids { get; set; } = [];
}
