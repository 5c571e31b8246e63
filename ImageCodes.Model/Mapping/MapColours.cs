using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;

namespace ImageCodes.Model.Mapping;

/// <summary>What each point of a map is coloured by.</summary>
/// <param name="Names">
/// What the values stand for, where each is the number of a group; null where they are places on a scale, 0 to 255.
/// </param>
/// <param name="Counts">How many points each group has; null on a scale.</param>
/// <param name="Swatches">Of each group the number of its colour; null on a scale.</param>
/// <param name="Low">The least of the scale.</param>
/// <param name="High">The most of it.</param>
/// <param name="Values">One a point, in the map's order.</param>
public sealed record MapColours(
    IReadOnlyList<string>? Names, IReadOnlyList<int>? Counts, IReadOnlyList<int>? Swatches, int Low, int High, byte[] Values)
{
    /// <summary>
    /// Names that have a colour of their own. What has no name is grey, and all others, where there are more, another grey.
    /// </summary>
    public const int MostNames = 12;

    private const int Grey = MostNames;
    private const int OtherGrey = MostNames + 1;

    private const string Nameless = "";   // which no name is

    /// <summary>By a name of each picture, the most frequent first; those without one are a group too.</summary>
    /// <param name="points">The map's.</param>
    /// <param name="names">By the pictures' ids.</param>
    public static MapColours ByName(IReadOnlyList<MapPoint> points, IReadOnlyDictionary<long, string> names)
    {
        var each = points.Select(point => names.GetValueOrDefault(point.Id, Nameless)).ToList();
        var groups = each.GroupBy(name => name).Select(group => (Name: group.Key, Count: group.Count()))
            .OrderByDescending(group => group.Count).ThenBy(group => group.Name == Nameless).ThenBy(group => group.Name, StringComparer.Ordinal).ToList();
        var coloured = groups.Where(group => group.Name != Nameless).Take(MostNames).Select(group => group.Name).ToHashSet();
        var own = groups.Where(group => group.Name == Nameless || coloured.Contains(group.Name)).ToList();
        var others = groups.Except(own).ToList();
        var places = own.Select((group, place) => (group.Name, place)).ToDictionary(pair => pair.Name, pair => (byte)pair.place);
        var swatches = SwatchesOf([.. own.Select(group => group.Name == Nameless ? null : group.Name)]);
        var shown = own.Select(group => (Name: group.Name == Nameless ? "no label" : group.Name, group.Count)).ToList();
        if (others.Count > 0)
        {
            shown.Add((others is [var last] ? last.Name : $"{others.Count:N0} others", others.Sum(group => group.Count)));
            swatches = [.. swatches, OtherGrey];
        }

        return new MapColours(
            [.. shown.Select(group => group.Name)], [.. shown.Select(group => group.Count)], swatches, 0, shown.Count - 1,
            [.. each.Select(name => places.GetValueOrDefault(name, (byte)(shown.Count - 1)))]);
    }

    /// <summary>By one bit of each code.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The codes have no such bit.</exception>
    public static MapColours ByBit(IReadOnlyList<MapPoint> points, CodeSnapshot codes, int bit)
    {
        if (bit < 0 || bit >= codes.Bits) throw new ArgumentOutOfRangeException(nameof(bit), $"Bits are numbered 0 to {codes.Bits - 1}; got {bit}.");
        var values = points.Select(point => codes.Find(point.Id) is { } code && code[bit] ? (byte)1 : (byte)0).ToArray();
        var ones = values.Count(value => value == 1);
        return new MapColours([$"bit {bit} is 0", $"bit {bit} is 1"], [values.Length - ones, ones], [0, 1], 0, 1, values);
    }

    /// <summary>By how many bits each picture's code differs from one.</summary>
    public static MapColours ByDistance(IReadOnlyList<MapPoint> points, CodeSnapshot codes, BinaryCode from)
    {
        var distances = points.Select(point => codes.Find(point.Id) is { } code ? code.DistanceTo(from) : from.Bits).ToList();
        var (low, high) = distances.Count == 0 ? (0, 1) : (distances.Min(), Math.Max(distances.Min() + 1, distances.Max()));
        return new MapColours(null, null, null, low, high, [.. distances.Select(distance => (byte)Math.Round(255.0 * (distance - low) / (high - low)))]);
    }

    /// <summary>
    /// The numbers of groups' colours: by the order of names, so that they stay as pictures come; grey for what has no name.
    /// </summary>
    /// <param name="names">Null for that.</param>
    internal static IReadOnlyList<int> SwatchesOf(IReadOnlyList<string?> names) =>
        [.. names.Select(own => own is null ? Grey : names.Count(name => name is not null && string.CompareOrdinal(name, own) < 0))];
}
