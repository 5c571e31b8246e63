using ImageCodes.Model.Codes;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Components;

namespace ImageCodes.Web.Components.Pages;

/// <summary>One picture: large, with what is known of it, its code and its neighbours.</summary>
public sealed partial class PicturePage(PictureStore pictures, SimilarPictures similar, LiveModel model)
{
    private const int Neighbours = 12;

    private Picture? _picture;
    private PictureCode? _code;
    private SearchResult? _neighbours;
    private IReadOnlyList<FileStamp> _files = [];
    private IReadOnlyList<string> _labels = [];

    [Parameter]
    public long Id { get; set; }

    protected override void OnParametersSet()
    {
        _picture = pictures.Find(Id);
        _code = similar.CodeOf(Id);
        _files = pictures.Files(Id);
        _labels = pictures.Labels(Id);
        _neighbours = _code is null ? null : similar.Find(_code, new SearchRequest(Neighbours), except: Id);
    }
}
