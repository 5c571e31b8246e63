using ImageCodes.Model.Codes;
using ImageCodes.Model.Mapping;
using ImageCodes.Model.Search;
using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Search;

/// <summary>What each point of the map is coloured by.</summary>
/// <param name="Names">What the values stand for, where each is the number of a group; null where they are places on a scale, 0 to 255.</param>
/// <param name="Counts">How many points each group has; null on a scale.</param>
/// <param name="Swatches">Of each group the number of its colour; null on a scale.</param>
/// <param name="Low">The least of the scale.</param>
/// <param name="High">The most of it.</param>
/// <param name="Values">One a point, in the map's order.</param>
public sealed record MapColours(IReadOnlyList<string>? Names, IReadOnlyList<int>? Counts, IReadOnlyList<int>? Swatches, int Low, int High, byte[] Values);

/// <summary>
/// The map of the live model's codes: laid out, extended, coloured, and asked what lies where. Of a large library it holds a
/// part, spread evenly; neighbours always come from all codes.
/// </summary>
public sealed class CodeMap(LiveModel live, MapStore maps)
{
    // Groups that have a colour of their own; the last of them is for all others where there are more.
    private const int MostGroups = 12;

    private const int MostAveraged = 2_000;

    private const int MostGrowth = 2;

    private const string Nameless = "no label";

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

    /// <summary>The pictures within an outline, the nearest to its middle first.</summary>
    /// <param name="map">Where pictures lie.</param>
    /// <param name="outline">Corners, one after the other; the last is joined to the first.</param>
    public static IReadOnlyList<long> Within(StoredMap map, IReadOnlyList<(float X, float Y)> outline)
    {
        if (outline.Count < 3) return [];
        var (middleX, middleY) = (outline.Average(corner => corner.X), outline.Average(corner => corner.Y));
        return [.. map.Points.Where(point => Holds(outline, point)).OrderBy(point => (point.X - middleX) * (point.X - middleX) + (point.Y - middleY) * (point.Y - middleY)).Select(point => point.Id)];
    }

    /// <summary>Of some pictures the one whose code is nearest to what most of them have, bit by bit; null where none has a code.</summary>
    public long? MiddleOf(IReadOnlyList<long> ids)
    {
        var codes = live.Current.Index.Newest();
        var some = ids.Where((_, place) => place % (1 + ids.Count / MostAveraged) == 0).Select(id => (Id: id, Code: codes.Find(id))).Where(pair => pair.Code is not null).Select(pair => (pair.Id, Code: pair.Code!.Value)).ToList();
        if (some.Count == 0) return null;
        var middle = some[0].Code;
        for (var bit = 0; bit < middle.Bits; bit++)
        {
            if (middle[bit] != 2 * some.Count(pair => pair.Code[bit]) > some.Count) middle = middle.Flip(bit);
        }

        return some.MinBy(pair => pair.Code.DistanceTo(middle)).Id;
    }

    /// <summary>The numbers of groups' colours: by the order of names, so that they stay as pictures come; grey, the last, for what is no group.</summary>
    /// <param name="names">Null for what is none.</param>
    internal static IReadOnlyList<int> SwatchesOf(IReadOnlyList<string?> names) =>
        [.. names.Select(own => own is null ? MostGroups - 1 : names.Count(name => name is not null && string.CompareOrdinal(name, own) < 0))];

    public MapColours ByLabel(ModelInUse model, StoredMap map) => ByName(map, maps.Labels(model.Id));

    public MapColours ByFolder(ModelInUse model, StoredMap map)
    {
        var folders = maps.Folders(model.Id);
        var names = NamesOf(folders.Values.Distinct());
        return ByName(map, folders.ToDictionary(pair => pair.Key, pair => names[pair.Value]));
    }

    /// <summary>What folders are called: by their own names, or, where several have the same, by as many of the folders above as tell them apart.</summary>
    internal static IReadOnlyDictionary<string, string> NamesOf(IEnumerable<string> folders)
    {
        var names = new Dictionary<string, string>();
        var unnamed = folders.Select(folder => (Folder: folder, Parts: folder.Split(Path.DirectorySeparatorChar))).ToList();
        for (var parts = 1; unnamed.Count > 0; parts++)
        {
            var alike = unnamed.GroupBy(folder => string.Join(Path.DirectorySeparatorChar, folder.Parts.TakeLast(parts))).ToList();
            foreach (var group in alike.Where(group => group.Count() == 1)) names[group.Single().Folder] = group.Key;
            unnamed = [.. alike.Where(group => group.Count() > 1).SelectMany(group => group)];
        }

        return names;
    }

    /// <exception cref="ArgumentOutOfRangeException">The codes have no such bit.</exception>
    public static MapColours ByBit(ModelInUse model, StoredMap map, int bit)
    {
        if (bit < 0 || bit >= model.Encoder.Bits) throw new ArgumentOutOfRangeException(nameof(bit), $"Bits are numbered 0 to {model.Encoder.Bits - 1}; got {bit}.");
        var codes = model.Index.Newest();
        var values = map.Points.Select(point => codes.Find(point.Id) is { } code && code[bit] ? (byte)1 : (byte)0).ToArray();
        var ones = values.Count(value => value == 1);
        return new MapColours([$"bit {bit} is 0", $"bit {bit} is 1"], [values.Length - ones, ones], [0, 1], 0, 1, values);
    }

    /// <summary>By how many bits each picture differs from one.</summary>
    public static MapColours ByDistance(ModelInUse model, StoredMap map, BinaryCode from)
    {
        var codes = model.Index.Newest();
        var distances = map.Points.Select(point => codes.Find(point.Id) is { } code ? code.DistanceTo(from) : from.Bits).ToList();
        var (low, high) = distances.Count == 0 ? (0, 1) : (distances.Min(), Math.Max(distances.Min() + 1, distances.Max()));
        return new MapColours(null, null, null, low, high, [.. distances.Select(distance => (byte)(255 * (distance - low) / (high - low)))]);
    }

    /// <summary>The contents' hashes of the points' pictures, by which their thumbnails are kept by browsers.</summary>
    public IReadOnlyDictionary<long, string> Hashes(ModelInUse model) => maps.Hashes(model.Id);

    private static MapColours ByName(StoredMap map, IReadOnlyDictionary<long, string> names)
    {
        var each = map.Points.Select(point => names.GetValueOrDefault(point.Id, Nameless)).ToList();
        var groups = each.GroupBy(name => name).Select(group => (Name: group.Key, Count: group.Count())).OrderByDescending(group => group.Count).ThenBy(group => group.Name, StringComparer.Ordinal).ToList();
        var own = groups.Count <= MostGroups ? groups : groups[..(MostGroups - 1)];
        var places = own.Select((group, place) => (group.Name, place)).ToDictionary(pair => pair.Name, pair => (byte)pair.place);
        IReadOnlyList<string?> named = [.. own.Select(group => group.Name == Nameless ? null : group.Name), .. own.Count < groups.Count ? new string?[] { null } : []];
        if (own.Count < groups.Count) own = [.. own, ($"{groups.Count - own.Count:N0} others", groups.Skip(own.Count).Sum(group => group.Count))];
        return new MapColours([.. own.Select(group => group.Name)], [.. own.Select(group => group.Count)], SwatchesOf(named), 0, own.Count - 1, [.. each.Select(name => places.GetValueOrDefault(name, (byte)(own.Count - 1)))]);
    }

    private static List<(MapPoint Point, BinaryCode Code)> Placed(StoredMap map, CodeSnapshot codes)
    {
        var placed = new List<(MapPoint, BinaryCode)>(map.Points.Count);
        foreach (var point in map.Points)
        {
            if (codes.Find(point.Id) is { } code) placed.Add((point, code));
        }

        return placed;
    }

    /// <summary>Whether a ray from the point crosses the outline an odd number of times (Shimrat 1962).</summary>
    private static bool Holds(IReadOnlyList<(float X, float Y)> outline, MapPoint point)
    {
        var inside = false;
        for (var (i, j) = (0, outline.Count - 1); i < outline.Count; j = i++)
        {
            var (a, b) = (outline[i], outline[j]);
            if (a.Y > point.Y != b.Y > point.Y && point.X < (b.X - a.X) * (point.Y - a.Y) / (b.Y - a.Y) + a.X) inside = !inside;
        }

        return inside;
    }
}
