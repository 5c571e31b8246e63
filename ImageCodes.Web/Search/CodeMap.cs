using ImageCodes.Model.Codes;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Mapping;
using ImageCodes.Model.Search;
using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Search;

/// <summary>
/// The map of the live model's codes: laid out, extended, coloured, and asked what lies where. Of a large library it holds a
/// part, spread evenly; neighbours always come from all codes.
/// </summary>
public sealed class CodeMap(LiveModel live, MapStore maps)
{
    private const int MostAveraged = 2_000;

    private const int MostGrowth = 2;

    /// <summary>A picture that the map does not hold: it is asked for again whenever something else of the page changes.</summary>
    private sealed record Beside(MapStamp Map, MapPoint Point);

    private Beside? _beside;

    /// <summary>The map of a model's codes as it is stored; null where it was not laid out.</summary>
    public StoredMap? Find(ModelInUse model) => maps.Find(model.Id);

    /// <summary>Whether the map is still the one that is stored: read sooner than the map.</summary>
    public bool IsStored(ModelInUse model, StoredMap? map) => maps.Stamp(model.Id) == (map?.Stamp ?? default);

    /// <summary>How many of the library's codes the map should hold and does not.</summary>
    public static int Missing(ModelInUse model, StoredMap? map) => Math.Max(0, Math.Min(model.Index.Newest().Count, MapLayout.MostPoints) - (map?.Points.Count ?? 0));

    /// <summary>Whether the library has outgrown the map: most pictures came after it was laid out, so what came later is a small part of it, or lies in what room there was.</summary>
    public static bool IsOutgrown(ModelInUse model, StoredMap map) => model.Index.Newest().Count > MostGrowth * Math.Max(1, map.Codes);

    /// <summary>Lays the map out where there is none, or anew where that is asked for; otherwise adds what is missing, and moves nothing.</summary>
    public void Make(bool anew, IProgress<MapProgress>? progress = null, CancellationToken cancel = default)
    {
        var model = live.Current;
        var (codes, bits) = (model.Index.Newest(), model.Encoder.Bits);
        var map = anew ? null : maps.Find(model.Id);
        if (map is not { Points.Count: >= MapLayout.Fewest })
        {
            maps.Replace(model.Id, MapLayout.Lay(bits, codes.Sample(MapLayout.MostPoints), progress: progress, cancel: cancel), codes.Count);
            return;
        }

        var known = map.Points.Select(point => point.Id).ToHashSet();
        var missing = codes.Sample(MapLayout.MostPoints).Where(pair => !known.Contains(pair.Key)).ToList();
        var room = Math.Max(0, MapLayout.MostPoints - known.Count);
        // Where not all find room, so many spread evenly.
        if (missing.Count > room) missing = [.. Enumerable.Range(0, room).Select(i => missing[(int)((long)i * missing.Count / room)])];
        if (missing.Count > 0) maps.Add(model.Id, MapLayout.Extend(bits, Placed(map, codes), missing, progress, cancel));
    }

    /// <summary>Where a picture lies, or, where the map does not hold it, would lie; null where it has no code.</summary>
    public MapPoint? PlaceOf(ModelInUse model, StoredMap map, long id)
    {
        foreach (var point in map.Points)
        {
            if (point.Id == id) return point;
        }

        if (_beside is { } known && known.Map == map.Stamp && known.Point.Id == id) return known.Point;
        var codes = model.Index.Newest();
        if (map.Points.Count == 0 || codes.Find(id) is not { } code) return null;
        var place = MapLayout.Extend(model.Encoder.Bits, Placed(map, codes), [KeyValuePair.Create(id, code)])[0];
        _beside = new Beside(map.Stamp, place);
        return place;
    }

    /// <summary>Of some pictures the one whose code is nearest to what most of them have, bit by bit; null where none has a code.</summary>
    public long? MiddleOf(IReadOnlyList<long> ids)
    {
        var codes = live.Current.Index.Newest();
        var some = ids.Where((_, place) => place % (1 + ids.Count / MostAveraged) == 0).Select(id => (Id: id, Code: codes.Find(id))).Where(pair => pair.Code is not null).Select(pair => (pair.Id, Code: pair.Code!.Value)).ToList();
        if (some.Count == 0) return null;
        var middle = BitColumns.Of(some[0].Code.Bits, [.. some.Select(pair => pair.Code)]).Majority();
        return some.MinBy(pair => pair.Code.DistanceTo(middle)).Id;
    }

    /// <summary>Coloured by label: a tag before the name of a folder.</summary>
    public MapColours ByLabel(ModelInUse model, StoredMap map) => MapColours.ByName(map.Points, maps.Labels(model.Id));

    /// <summary>Coloured by the folder of each picture's file.</summary>
    public MapColours ByFolder(ModelInUse model, StoredMap map)
    {
        var folders = maps.Folders(model.Id);
        var names = FolderPath.NamesOf(folders.Values.Distinct());
        return MapColours.ByName(map.Points, folders.ToDictionary(pair => pair.Key, pair => names[pair.Value]));
    }

    /// <summary>The contents' hashes of the points' pictures, by which their thumbnails are kept by browsers.</summary>
    public IReadOnlyDictionary<long, string> Hashes(ModelInUse model) => maps.Hashes(model.Id);

    private static List<(MapPoint Point, BinaryCode Code)> Placed(StoredMap map, CodeSnapshot codes)
    {
        var placed = new List<(MapPoint, BinaryCode)>(map.Points.Count);
        foreach (var point in map.Points)
        {
            if (codes.Find(point.Id) is { } code) placed.Add((point, code));
        }

        return placed;
    }
}
