using ImageCodes.Model.Codes;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Files;
using ImageCodes.Model.Mapping;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Models;

namespace ImageCodes.Web.Maps;

/// <summary>
/// The map of the live model's codes: laid out, extended and coloured. Of a large library it holds a part, spread evenly; neighbours always
/// come from all codes.
/// </summary>
public sealed class CodeMap
{
    private const int MostAveraged = 2_000;

    private readonly LiveModel _live;
    private readonly MapStore _maps;
    private readonly Lock _reading = new();
    private MapInUse? _latest;

    public CodeMap(LiveModel live, MapStore maps)
    {
        (_live, _maps) = (live, maps);
        live.Changed += () => Volatile.Write(ref _latest, null);   // with it goes the model that was in use
    }

    /// <summary>The map of a model's codes as it is stored now; null where it was not laid out. Read once for all who look at it.</summary>
    public MapInUse? Find(ModelInUse model)
    {
        lock (_reading)   // so that many who ask at once wait for one
        {
            var stamp = _maps.Stamp(model.Id);   // sooner than the map: a map that is replaced meanwhile is read again next time
            if (_latest is { } known && known.Model == model && known.Stamp == stamp) return known;
            var map = _maps.Find(model.Id) is { } stored ? new MapInUse(model, stored, () => _maps.Hashes(model.Id)) : null;
            if (model == _live.Current) _latest = map;
            return map;
        }
    }

    /// <summary>How many of the library's codes the map should hold and does not.</summary>
    public static int Missing(ModelInUse model, MapInUse? map) =>
        Math.Max(0, Math.Min(model.Index.Newest().Count, MapLayout.MostPoints) - (map?.Points.Count ?? 0));

    /// <summary>
    /// Lays the map out where there is none, or anew where that is asked for; otherwise adds what is missing, and moves nothing.
    /// </summary>
    public void Make(bool anew, IProgress<MapProgress>? progress = null, CancellationToken cancel = default)
    {
        var model = _live.Current;
        var (codes, bits) = (model.Index.Newest(), model.Encoder.Bits);
        var map = anew ? null : Find(model);
        if (map is not { Points.Count: >= MapLayout.Fewest })
        {
            _maps.Replace(model.Id, MapLayout.Lay(bits, codes.Sample(MapLayout.MostPoints), progress: progress, cancel: cancel), codes.Count);
            return;
        }

        // Where not all find room, so many spread evenly.
        var missing = codes.Sample(MapLayout.MostPoints).Where(pair => !map.Holds(pair.Key))
            .ToList().Evenly(Math.Max(0, MapLayout.MostPoints - map.Points.Count));
        if (missing.Count > 0) _maps.Add(model.Id, MapLayout.Extend(bits, map.Placed(codes), missing, progress, cancel));
    }

    /// <summary>Of some pictures the one whose code is nearest to what most of them have, bit by bit; null where none has a code.</summary>
    public long? MiddleOf(IReadOnlyList<long> ids)
    {
        var codes = _live.Current.Index.Newest();
        var some = ids.Evenly(MostAveraged).Select(id => (Id: id, Code: codes.Find(id)))
            .Where(pair => pair.Code is not null).Select(pair => (pair.Id, Code: pair.Code!.Value)).ToList();
        if (some.Count == 0) return null;
        var middle = BitColumns.Of(some[0].Code.Bits, [.. some.Select(pair => pair.Code)]).Majority();
        return some.MinBy(pair => pair.Code.DistanceTo(middle)).Id;
    }

    /// <summary>Coloured by label: a tag before the name of a folder.</summary>
    public MapColours ByLabel(MapInUse map) => MapColours.ByName(map.Points, _maps.Labels(map.Model.Id));

    /// <summary>Coloured by the folder of each picture's file.</summary>
    public MapColours ByFolder(MapInUse map)
    {
        var folders = _maps.Folders(map.Model.Id);
        var names = FolderPath.NamesOf(folders.Values.Distinct());
        return MapColours.ByName(map.Points, folders.ToDictionary(pair => pair.Key, pair => names[pair.Value]));
    }
}
