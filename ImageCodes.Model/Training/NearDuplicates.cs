using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;

namespace ImageCodes.Model.Training;

/// <summary>
/// Pictures that are nearly the same go together into the part that is learned or into the part that is held out: figures
/// of a picture whose copy was learned say nothing.
/// </summary>
public static class NearDuplicates
{
    private const int Fewest = 10;   // held out: fewer give no figure worth having

    // Shares of the bits. Of a collection whose codes are all near each other, the widest leaves one group and hardly anything to
    // hold out; then a narrower one decides what is nearly the same.
    private static readonly double[] Widths = [1 / 12.0, 1 / 24.0, 1 / 48.0, 0];

    /// <summary>
    /// The places of the pictures to hold out, by a seeded draw: at most a share of all, none without what is nearly the same.
    /// Fewer where groups are large, and none where all codes are one. What was held out or learned before stays so, and what is nearly the same goes with it.
    /// </summary>
    /// <param name="codes">All of one length.</param>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="seed">Of the draw.</param>
    /// <param name="before">For each code whether it was held out before; null where it is new. Default: all are.</param>
    public static IReadOnlySet<int> DrawHeldOut(IReadOnlyList<PictureCode> codes, double share, int seed, IReadOnlyList<bool?>? before = null)
    {
        var most = (int)(codes.Count * share);
        var heldOut = new HashSet<int>();
        foreach (var width in Widths)
        {
            heldOut = Draw(Groups(codes, width), most, seed, place => before?[place]);
            if (heldOut.Count >= Math.Min(most, Fewest)) break;
        }

        return heldOut;
    }

    /// <summary>For each code the number of its group: codes within a share of the bits, and those within it of them, are one group.</summary>
    internal static IReadOnlyList<int> Groups(IReadOnlyList<PictureCode> codes, double width)
    {
        var groups = new int[codes.Count];
        if (codes.Count == 0) return groups;
        int Root(int place) => groups[place] == place ? place : groups[place] = Root(groups[place]);

        var firsts = new List<int>();   // where thousands have one code, their ball is looked at once
        foreach (var same in Enumerable.Range(0, codes.Count).GroupBy(place => codes[place].Code))
        {
            firsts.Add(same.First());
            foreach (var place in same) groups[place] = same.First();
        }

        var bits = codes[0].Bits;
        var index = new CodeIndex(bits);
        index.Add(new CodeBatch(bits, firsts.Select(place => KeyValuePair.Create((long)place, codes[place].Code))));
        foreach (var place in firsts)
        {
            foreach (var near in index.Ball(codes[place], (int)(bits * width))) groups[Root((int)near.Id)] = Root(place);
        }

        return [.. groups.Select(Root)];
    }

    private static HashSet<int> Draw(IReadOnlyList<int> groups, int most, int seed, Func<int, bool?> before)
    {
        var order = Enumerable.Range(0, groups.Count).GroupBy(place => groups[place]).Select(group => group.ToArray()).ToArray();
        new Random(seed).Shuffle(order);
        var heldOut = Enumerable.Range(0, groups.Count).Where(place => before(place) == true).ToHashSet();
        foreach (var group in order.Where(group => group.Any(heldOut.Contains) && !group.Any(place => before(place) == false))) heldOut.UnionWith(group);
        foreach (var group in order.Where(group => group.All(place => before(place) is null && !heldOut.Contains(place))))
        {
            if (heldOut.Count + group.Length <= most) heldOut.UnionWith(group);
        }

        return heldOut;
    }
}
