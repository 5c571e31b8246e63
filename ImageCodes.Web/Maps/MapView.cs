using ImageCodes.Model.Mapping;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Models;
using ImageCodes.Web.Search;

namespace ImageCodes.Web.Maps;

/// <summary>What is asked of the map.</summary>
/// <param name="Colour">What colours mean: folder, bit or distance; anything else is label.</param>
/// <param name="Bit">The bit of which colours tell; the nearest one that there is.</param>
/// <param name="Standing">The picture one stands on.</param>
/// <param name="Tagged">How often pictures were tagged meanwhile: labels that were counted before are counted again.</param>
public sealed record MapQuestion(string? Colour, int Bit, long? Standing, int Tagged);

/// <summary>What the map shows: its points and their colours, and the picture that one stands on among its neighbours.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Model">Whose codes lie on the map.</param>
/// <param name="All">How many codes the library has.</param>
/// <param name="Map">The points; null where the map is not laid out.</param>
/// <param name="Missing">How many codes the map should hold and does not.</param>
/// <param name="Standing">The picture one stands on; null where nobody does, or it is gone.</param>
/// <param name="Neighbours">Those nearest to it in the whole library, by the codes of the model in use.</param>
/// <param name="Place">Where it lies, or would lie; null where it has no code, or there is no map.</param>
/// <param name="Colours">Null without a map.</param>
/// <param name="Regions">The same in words; none without a map.</param>
public sealed record MapView(
    MapQuestion Question, ModelInUse Model, int All, MapInUse? Map, int Missing, Picture? Standing,
    IReadOnlyList<Hit> Neighbours, MapPoint? Place, MapColours? Colours, IReadOnlyList<MapRegion> Regions)
{
    private const int ShownNeighbours = 12;

    /// <summary>What colours mean: label, folder, bit or distance.</summary>
    public string Colour => Question.Colour switch
    {
        "folder" or "bit" => Question.Colour,
        "distance" when Standing is not null => "distance",
        _ => "label",
    };

    /// <summary>Whether most pictures came after the map was laid out, or more than a full one can tell of.</summary>
    public bool IsOutgrown => Map is not null && Map.IsOutgrownBy(All);

    /// <summary>Whether the picture that was asked for is gone.</summary>
    public bool IsGone => Question.Standing is not null && Standing is null;

    /// <summary>Reads what is asked for, or takes over what was read before and still holds.</summary>
    public static MapView Of(MapQuestion question, ModelInUse model, MapView? before, CodeMap maps, PictureStore pictures, SimilarPictures similar)
    {
        var map = maps.Find(model);
        var isSame = before?.Model == model && before.Map == map;
        var view = new MapView(
            question, model, model.Index.Newest().Count, map, CodeMap.Missing(model, map),
            question.Standing is { } id ? pictures.Find(id) : null, [], null, null, []);
        // A picture may wait for its code.
        var query = view.Standing is { } here && similar.CodeOf(here.Id) is { } known && known.Model == model ? known : null;
        if (query is not null)
            view = isSame && before!.Stood == view.Standing!.Id
                ? view with { Neighbours = before.Neighbours, Place = before.Place }
                : view.LookAround(query, similar);
        if (isSame && before!.Painted == view.Painted) return view with { Colours = before.Colours, Regions = before.Regions };
        return view.Paint(query, maps) is { } colours ? view with { Colours = colours, Regions = MapRegion.Of(map!.Points, colours) } : view;
    }

    /// <summary>The picture whose neighbours are known; null where there is none, or it waits for its code.</summary>
    private long? Stood => Neighbours.Count > 0 ? Standing!.Id : null;

    private MapView LookAround(EncodedPicture query, SimilarPictures similar) => this with
    {
        Neighbours = similar.Find(query, new SearchRequest(ShownNeighbours), except: Standing!.Id).Hits,
        Place = Map?.PlaceOf(Standing.Id),
    };

    /// <summary>What the colours are of.</summary>
    private (string Colour, int? Bit, long? From, int? Tagged) Painted =>
        (Colour, Colour == "bit" ? Question.Bit : null, Colour == "distance" ? Stood : null, Colour == "label" ? Question.Tagged : null);

    private MapColours? Paint(EncodedPicture? query, CodeMap maps) => Map is null ? null : Colour switch
    {
        "folder" => maps.ByFolder(Map),
        "bit" => MapColours.ByBit(Map.Points, Model.Index.Newest(), Math.Clamp(Question.Bit, 0, Model.Encoder.Bits - 1)),
        "distance" when query is not null => MapColours.ByDistance(Map.Points, Model.Index.Newest(), query.Code.Code),
        _ => maps.ByLabel(Map),
    };
}
