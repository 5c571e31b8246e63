using ImageCodes.Model.Storage;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Components;

namespace ImageCodes.Web.Components.Pages;

/// <summary>One picture: large, with what is known of it, its code and its neighbours.</summary>
public sealed partial class PicturePage(PictureStore pictures, SimilarPictures similar)
{
    private const int Neighbours = 12;

    private Picture? _picture;
    private EncodedPicture? _encoded;
    private SearchResult? _neighbours;
    private IReadOnlyList<FileStamp> _files = [];
    private IReadOnlyList<string> _labels = [];

    [Parameter]
    public long Id { get; set; }

    protected override void OnParametersSet()
    {
        _picture = pictures.Find(Id);
        _encoded = similar.CodeOf(Id);
        _files = pictures.Files(Id);
        _labels = pictures.Labels(Id);
        _neighbours = _encoded is null ? null : similar.Find(_encoded, new SearchRequest(Neighbours), except: Id);
    }
}
