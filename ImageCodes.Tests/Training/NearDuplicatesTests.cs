using ImageCodes.Model.Codes;
using ImageCodes.Model.Training;

namespace ImageCodes.Tests.Training;

public sealed class NearDuplicatesTests
{
    /// <summary>A code of 64 bits whose first so many are 1.</summary>
    private static PictureCode Code(int ones) => new(Enumerable.Range(0, 64).Select(bit => bit < ones ? 1f : -1f).ToArray());

    [Fact]
    public void Near_codes_and_those_near_them_are_one_group()
    {
        var groups = NearDuplicates.Groups([Code(0), Code(40), Code(5), Code(10), Code(43)]);
        Assert.Equal(groups[0], groups[2]);
        Assert.Equal(groups[2], groups[3]);
        Assert.Equal(groups[1], groups[4]);
        Assert.NotEqual(groups[0], groups[1]);
    }

    [Fact]
    public void A_split_leaves_groups_whole_and_keeps_the_pairs_within_each_part()
    {
        var pictures = Enumerable.Range(0, 60).Select(i => new LabelledPicture(Some.Input((byte)i, 0, 0), [$"{i / 3}"])).ToList();
        var set = new TrainingSet(pictures, [.. Enumerable.Range(0, 59).Select(i => new JudgedPair(i, i + 1, Alike: i % 3 != 2))]);
        var (kept, heldOut) = set.Split(0.25, seed: 1, [.. Enumerable.Range(0, 60).Select(i => i / 3)]);
        Assert.Equal(15, heldOut.Pictures.Count);
        Assert.Empty(kept.Labels.Intersect(heldOut.Labels));
        foreach (var part in new[] { kept, heldOut })
        {
            Assert.NotEmpty(part.Pairs);
            Assert.All(part.Pairs, pair => Assert.Equal(pair.Alike, part.Pictures[pair.First].Label == part.Pictures[pair.Second].Label));
        }
    }
}
