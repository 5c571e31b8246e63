namespace ImageCodes.Model.Mapping;

/// <summary>One of the nine equal parts of the rectangle that holds a map: what the map shows there, for those who do not see it.</summary>
/// <param name="Row">0, above, to 2.</param>
/// <param name="Column">0, left, to 2.</param>
/// <param name="Count">How many points lie there.</param>
/// <param name="Groups">The groups of their colours, the most frequent first; empty where colours are a scale.</param>
/// <param name="Median">Where colours are a scale, what half of the points have at most, in the scale's unit; else null.</param>
public sealed record MapRegion(int Row, int Column, int Count, IReadOnlyList<MapRegion.Share> Groups, int? Median)
{
    /// <summary>Parts beside and above each other.</summary>
    public const int Side = 3;

    /// <summary>A group's points in a region.</summary>
    /// <param name="Name">The group's.</param>
    /// <param name="Count">How many.</param>
    public sealed record Share(string Name, int Count);

    /// <summary>All nine, row by row from above. None of a map without points.</summary>
    /// <param name="points">The map's.</param>
    /// <param name="colours">Theirs.</param>
    public static IReadOnlyList<MapRegion> Of(IReadOnlyList<MapPoint> points, MapColours colours)
    {
        if (points.Count == 0) return [];
        var frame = Frame.Of(points);
        var values = points.Zip(colours.Values).ToLookup(pair => frame.RegionOf(pair.First), pair => pair.Second);
        return
        [
            .. from row in Enumerable.Range(0, Side)
               from column in Enumerable.Range(0, Side)
               select Told(row, column, [.. values[(row, column)]], colours),
        ];
    }

    /// <summary>The ids of the pictures that lie in it, the nearest to its middle first.</summary>
    /// <param name="points">Those of which the region was told.</param>
    public IReadOnlyList<long> Within(IReadOnlyList<MapPoint> points)
    {
        var frame = Frame.Of(points);
        var middle = frame.MiddleOf(Row, Column);
        return [.. points.Where(point => frame.RegionOf(point) == (Row, Column)).OrderBy(point => point.SquaredDistanceTo(middle)).Select(point => point.Id)];
    }

    private static MapRegion Told(int row, int column, byte[] values, MapColours colours)
    {
        if (colours.Names is { } names)
            return new MapRegion(
                row, column, values.Length, [.. values.GroupBy(value => value).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).Select(group => new Share(names[group.Key], group.Count()))], null);
        Array.Sort(values);
        int? median = values.Length == 0 ? null : colours.Low + (int)Math.Round(values[(values.Length - 1) / 2] / 255.0 * (colours.High - colours.Low));
        return new MapRegion(row, column, values.Length, [], median);
    }

    /// <summary>The rectangle that holds all points.</summary>
    private readonly record struct Frame(float Left, float Bottom, float Width, float Height)
    {
        public static Frame Of(IReadOnlyList<MapPoint> points)
        {
            var (left, bottom) = (points.Min(point => point.X), points.Min(point => point.Y));
            return new Frame(left, bottom, points.Max(point => point.X) - left, points.Max(point => point.Y) - bottom);
        }

        public (int Row, int Column) RegionOf(MapPoint point) => (Side - 1 - Part(point.Y - Bottom, Height), Part(point.X - Left, Width));

        public (float X, float Y) MiddleOf(int row, int column) =>
            (Left + (column + 0.5f) / Side * Width, Bottom + (Side - row - 0.5f) / Side * Height);

        private static int Part(float from, float whole) => whole == 0 ? 0 : Math.Min(Side - 1, (int)(Side * from / whole));
    }
}
