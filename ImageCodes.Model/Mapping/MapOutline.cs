namespace ImageCodes.Model.Mapping;

/// <summary>What lies within an outline that someone drew on a map.</summary>
public static class MapOutline
{
    /// <summary>The ids of the pictures within an outline, the nearest to its middle first.</summary>
    /// <param name="points">The map's.</param>
    /// <param name="outline">Corners, one after the other; the last is joined to the first. Fewer than three hold nothing.</param>
    public static IReadOnlyList<long> Within(IReadOnlyList<MapPoint> points, IReadOnlyList<(float X, float Y)> outline)
    {
        if (outline.Count < 3) return [];
        var middle = (outline.Average(corner => corner.X), outline.Average(corner => corner.Y));
        return [.. points.Where(point => Holds(outline, point)).OrderBy(point => point.SquaredDistanceTo(middle)).Select(point => point.Id)];
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
