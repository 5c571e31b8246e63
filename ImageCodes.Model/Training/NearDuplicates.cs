using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;

namespace ImageCodes.Model.Training;

/// <summary>
/// Pictures that are nearly the same go together into the part that is learned or into the part that is held out: figures
/// of a picture whose copy was learned say nothing.
/// </summary>
public static class NearDuplicates
{
    private const int Within = 12;   // a share of the bits: one in so many
    private const int LookedAt = 32;

    /// <summary>For each code the number of its group: near codes, and those near them, are one group.</summary>
    /// <param name="codes">All of one length.</param>
    public static IReadOnlyList<int> Groups(IReadOnlyList<PictureCode> codes)
    {
        var groups = Enumerable.Range(0, codes.Count).ToArray();
        if (codes.Count == 0) return groups;
        int Root(int place) => groups[place] == place ? place : groups[place] = Root(groups[place]);

        var bits = codes[0].Bits;
        var index = new CodeIndex(bits);
        index.Add(new CodeBatch(bits, codes.Select((code, place) => KeyValuePair.Create((long)place, code.Code))));
        for (var place = 0; place < codes.Count; place++)
        {
            foreach (var near in index.Nearest(codes[place], LookedAt, bits / Within)) groups[Root((int)near.Id)] = Root(place);
        }

        return [.. groups.Select(Root)];
    }
}
