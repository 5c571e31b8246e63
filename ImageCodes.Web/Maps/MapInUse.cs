using System.Buffers.Binary;
using System.Collections.Concurrent;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Mapping;
using ImageCodes.Model.Search;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Models;

namespace ImageCodes.Web.Maps;

/// <summary>The map of a model's codes as it was stored, with what is made of it once for all who look at it.</summary>
/// <param name="model">Whose codes lie on it.</param>
/// <param name="stored">Its points, and when it was laid out.</param>
/// <param name="hashes">Reads the contents' hashes of the points' pictures.</param>
public sealed class MapInUse(ModelInUse model, StoredMap stored, Func<IReadOnlyDictionary<long, string>> hashes)
{
    private const double MostGrowth = 2;
    private const double MostGrowthOfFull = 1.1;   // a full map takes nothing more in
    private const int MostBeside = 1_000;

    private readonly Dictionary<long, MapPoint> _places = stored.Points.ToDictionary(point => point.Id);
    private readonly ConcurrentDictionary<long, MapPoint> _beside = [];   // where pictures would lie that it does not hold
    // Where reading fails, whoever asks next reads again.
    private readonly Lazy<byte[]> _packed = new(() => Pack(stored.Points, hashes()), LazyThreadSafetyMode.PublicationOnly);

    public ModelInUse Model { get; } = model;

    public StoredMap Stored { get; } = stored;

    public MapStamp Stamp { get; } = stored.Stamp;

    /// <summary>By rising id.</summary>
    public IReadOnlyList<MapPoint> Points => Stored.Points;

    /// <summary>
    /// Whether a library of so many codes has outgrown the map: most came after it was laid out, and lie in what room there was; or it is
    /// full, and many found none.
    /// </summary>
    public bool IsOutgrownBy(int codes) =>
        Points.Count > 0 && codes > (Points.Count < MapLayout.MostPoints ? MostGrowth : MostGrowthOfFull) * Math.Max(1, Stored.Codes);

    /// <summary>
    /// Little-endian, as the script reads them: how many points, their ids (all double), the first 8 bytes of the contents' hashes, by
    /// which their thumbnails are kept by browsers, all x, and all y (single).
    /// </summary>
    public byte[] Packed => _packed.Value;

    /// <summary>Whether a picture is a point.</summary>
    public bool Holds(long id) => _places.ContainsKey(id);

    /// <summary>Where a picture lies, or, where the map does not hold it, would lie; null where it has no code.</summary>
    public MapPoint? PlaceOf(long id)
    {
        if (_places.TryGetValue(id, out var place) || _beside.TryGetValue(id, out place)) return place;
        var codes = Model.Index.Newest();
        if (Points.Count == 0 || codes.Find(id) is not { } code) return null;
        if (_beside.Count >= MostBeside) _beside.Clear();
        return _beside[id] = MapLayout.Extend(Model.Encoder.Bits, Placed(codes), [KeyValuePair.Create(id, code)])[0];
    }

    /// <summary>The points with their pictures' codes; a picture that is gone is passed over.</summary>
    public IReadOnlyList<(MapPoint Point, BinaryCode Code)> Placed(CodeSnapshot codes)
    {
        var placed = new List<(MapPoint, BinaryCode)>(Points.Count);
        foreach (var point in Points)
        {
            if (codes.Find(point.Id) is { } code) placed.Add((point, code));
        }

        return placed;
    }

    private static byte[] Pack(IReadOnlyList<MapPoint> points, IReadOnlyDictionary<long, string> hashes)
    {
        var count = points.Count;
        var bytes = new byte[8 + 24 * count];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, count);
        for (var i = 0; i < count; i++)
        {
            var point = points[i];
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8 + 8 * i), point.Id);
            if (hashes.TryGetValue(point.Id, out var hash)) Convert.FromHexString(hash, bytes.AsSpan(8 + 8 * count + 8 * i, 8), out _, out _);
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(8 + 16 * count + 4 * i), point.X);
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(8 + 20 * count + 4 * i), point.Y);
        }

        return bytes;
    }
}
