namespace ImageCodes.Model.Mapping;

/// <summary>Where a picture lies on the map.</summary>
/// <param name="Id">The picture's.</param>
/// <param name="X">About -1, left, to 1.</param>
/// <param name="Y">About -1, below, to 1.</param>
public readonly record struct MapPoint(long Id, float X, float Y)
{
    internal float SquaredDistanceTo((float X, float Y) place) => (X - place.X) * (X - place.X) + (Y - place.Y) * (Y - place.Y);
}
