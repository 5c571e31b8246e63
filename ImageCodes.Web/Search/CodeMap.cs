using ImageCodes.Model.Codes;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Mapping;
using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Search;

/// <summary>
/// The map of the live model's codes: laid out, extended and coloured. Of a large library it holds a part, spread evenly; neighbours always come from all codes.
/// </summary>
public sealed class CodeMap(LiveModel live, MapStore maps)
{
    private const int MostAveraged = 2_000;

    private MapInUse? _latest;

    /// <summary>The map of a model's codes as it is stored now; null where it was not laid out. Read once for all who look at it.</summary>
    public MapInUse? Find(ModelInUse model)
    {
        var stamp = maps.Stamp(model.Id);   // sooner than the map: a map that is replaced meanwhile is read again next time
        if (Volatile.Read(ref _latest) is { } known && known.Model == model && known.Stamp == stamp) return known;
        var map = maps.Find(model.Id) is { } stored ? new MapInUse(model, stored, () => maps.Hashes(model.Id)) : null;
        Volatile.Write(ref _latest, map);
        return map;
    }

    /// <summary>How many of the library's codes the map should hold and does not.</summary>
    public static int Missing(ModelInUse model, MapInUse? map) => Math.Max(0, Math.Min(model.Index.Newest().Count, MapLayout.MostPoints) - (map?.Points.Count ?? 0));

    /// <summary>Lays the map out where there is none, or anew where that is asked for; otherwise adds what is missing, and moves nothing.</summary>
    public void Make(bool anew, IProgress<MapProgress>? progress = null, CancellationToken cancel = default)
    {
        var model = live.Current;
        var (codes, bits) = (model.Index.Newest(), model.Encoder.Bits);
        var map = anew ? null : Find(model);
        if (map is not { Points.Count: >= MapLayout.Fewest })
        {
            maps.Replace(model.Id, MapLayout.Lay(bits, codes.Sample(MapLayout.MostPoints), progress: progress, cancel: cancel), codes.Count);
            return;
        }

        var missing = codes.Sample(MapLayout.MostPoints).Where(pair => !map.Holds(pair.Key)).ToList();
        var room = Math.Max(0, MapLayout.MostPoints - map.Points.Count);
        // Where not all find room, so many spread evenly.
        if (missing.Count > room) missing = [.. Enumerable.Range(0, room).Select(i => missing[(int)((long)i * missing.Count / room)])];
        if (missing.Count > 0) maps.Add(model.Id, MapLayout.Extend(bits, map.Placed(codes), missing, progress, cancel));
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
    public MapColours ByLabel(MapInUse map) => MapColours.ByName(map.Points, maps.Labels(map.Model.Id));

    /// <summary>Coloured by the folder of each picture's file.</summary>
    public MapColours ByFolder(MapInUse map)
    {
        var folders = maps.Folders(map.Model.Id);
        var names = FolderPath.NamesOf(folders.Values.Distinct());
        return MapColours.ByName(map.Points, folders.ToDictionary(pair => pair.Key, pair => names[pair.Value]));
    }
}
