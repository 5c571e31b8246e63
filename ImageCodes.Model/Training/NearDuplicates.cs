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
    /// Fewer where groups are large, and none where all codes are one. What was learned before is never held out, nor is what is new and
    /// nearly the same; what was held out before stays so, as far as the share goes.
    /// </summary>
    /// <param name="codes">All of one length.</param>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="seed">Of the draw.</param>
    /// <param name="before">For each code whether it was held out before, or learned; null where it is new. Default: all are.</param>
    /// <param name="others">Codes that were learned before and are not drawn for.</param>
    /// <param name="toLearn">Places that are not to be held out, whatever was done with them before, nor what is nearly the same.</param>
    /// <param name="cancel">Stops between codes.</param>
    public static IReadOnlySet<int> DrawHeldOut(
        IReadOnlyList<PictureCode> codes, double share, int seed, IReadOnlyList<bool?>? before = null,
        IReadOnlyList<PictureCode>? others = null, IReadOnlySet<int>? toLearn = null, CancellationToken cancel = default)
    {
        var most = (int)(codes.Count * share);
        IReadOnlyList<PictureCode> all = others is null ? codes : [.. codes, .. others];
        bool? Before(int place) => place < codes.Count ? before?[place] : false;
        var heldOut = new HashSet<int>();
        foreach (var width in Widths)
        {
            heldOut = Draw(Groups(all, width, cancel), most, seed, Before, toLearn);
            var fresh = heldOut.Count(place => Before(place) is null);
            if (fresh >= Math.Min(most - (heldOut.Count - fresh), Fewest)) break;
        }

        return heldOut;
    }

    /// <summary>
    /// For each code the number of its group: codes within a share of the bits, and those within it of them, are one group.
    /// </summary>
    internal static IReadOnlyList<int> Groups(IReadOnlyList<PictureCode> codes, double width, CancellationToken cancel = default)
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
        var radius = (int)(bits * width);
        if (radius == 0) return groups;   // of one code each
        var index = new CodeIndex(bits);
        index.Add(new CodeBatch(bits, firsts.Select(place => KeyValuePair.Create((long)place, codes[place].Code))));
        var all = index.Snapshot();
        foreach (var place in firsts)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var near in all.Ball(codes[place], radius)) groups[Root((int)near.Id)] = Root(place);
        }

        return [.. groups.Select(Root)];
    }

    private static HashSet<int> Draw(IReadOnlyList<int> groups, int most, int seed, Func<int, bool?> before, IReadOnlySet<int>? toLearn)
    {
        var order = Enumerable.Range(0, groups.Count).GroupBy(place => groups[place]).Select(group => group.ToArray()).ToArray();
        new Random(seed).Shuffle(order);
        if (toLearn is { Count: > 0 }) order = [.. order.Where(group => !group.Any(toLearn.Contains))];
        var heldOut = new HashSet<int>();
        void Take(int[] places)
        {
            if (heldOut.Count + places.Length <= most) heldOut.UnionWith(places);
        }

        foreach (var group in order)
        {
            var known = group.Where(place => before(place) == true).ToArray();
            // Parted before, by another model's codes: each stays on its side.
            if (known.Length > 0) Take(group.Any(place => before(place) == false) ? known : group);
        }

        foreach (var group in order.Where(group => group.All(place => before(place) is null))) Take(group);
        return heldOut;
    }
}
