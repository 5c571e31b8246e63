using ImageCodes.Model.Storage;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Components;

namespace ImageCodes.Web.Components.Pages;

/// <summary>One picture: large, with what is known of it, its code and its neighbours.</summary>
public sealed partial class PicturePage(
    PictureStore pictures, LabelStore labels, SimilarPictures similar, LibraryChoice choice, NavigationManager navigation)
{
    private const int Neighbours = 12;

    private Picture? _picture;
    private EncodedPicture? _encoded;
    private SearchResult? _neighbours;
    private IReadOnlyList<(string Path, string? Fault)> _files = [];
    private IReadOnlyList<PictureLabel> _labels = [];

    private string? _said;   // what became of the last tagging
    private bool _asking;   // whether to delete it

    [Parameter]
    public long Id { get; set; }

    protected override void OnParametersSet()
    {
        (_asking, _said) = (false, null);
        Read();
    }

    private void Read()
    {
        _picture = pictures.Find(Id);
        _encoded = similar.CodeOf(Id);
        _files = [.. pictures.Files(Id).Select(file => (file.Path, FaultOf(file)))];
        _labels = labels.Of(Id);
        _neighbours = _encoded is null ? null : similar.Find(_encoded, new SearchRequest(Neighbours), except: Id);
    }

    /// <summary>What has become of a file since it was read; null where it is as it was.</summary>
    private static string? FaultOf(FileStamp file) =>
        !File.Exists(file.Path) ? "gone"
        : FileStamp.Find(file.Path) is not { } now ? "cannot be read"
        : now != file ? "changed since it was imported"
        : null;

    private void Told(long id, string what)
    {
        if (id == Id) (_said, _labels) = (what, labels.Of(id));
    }

    private void Delete()
    {
        pictures.Delete([Id]);
        navigation.NavigateTo(choice.Address, new NavigationOptions { ReplaceHistoryEntry = true });   // going back leads to what is there
    }

    private void Untag(string tag)
    {
        labels.Untag([Id], tag);
        _labels = labels.Of(Id);
        _said = _labels.Any(label => label.Label == tag) ? $"It is called '{tag}' by its folder alone now." : $"It is not called '{tag}' any more.";
    }
}
