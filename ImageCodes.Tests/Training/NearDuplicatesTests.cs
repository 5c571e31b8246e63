using ImageCodes.Model.Codes;
using ImageCodes.Model.Training;

namespace ImageCodes.Tests.Training;

public sealed class NearDuplicatesTests
{
    /// <summary>A code of 64 bits whose first so many are 1.</summary>
    private static PictureCode Code(int ones) => new(Enumerable.Range(0, 64).Select(bit => bit < ones ? 1f : -1f).ToArray());

    /// <summary>Codes of which none is near another.</summary>
    private static List<PictureCode> Apart(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(_ => new PictureCode(Enumerable.Range(0, 64).Select(_ => random.Next(2) == 0 ? 1f : -1f).ToArray()))];
    }

    [Fact]
    public void Near_codes_and_those_near_them_are_one_group()
    {
        var groups = NearDuplicates.Groups([Code(0), Code(40), Code(5), Code(10), Code(43)], width: 1 / 12.0, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(groups[0], groups[2]);
        Assert.Equal(groups[2], groups[3]);
        Assert.Equal(groups[1], groups[4]);
        Assert.NotEqual(groups[0], groups[1]);
    }

    [Fact]
    public void Two_large_groups_near_each_other_are_one()
    {
        var groups = NearDuplicates.Groups([.. Enumerable.Repeat(Code(20), 50), .. Enumerable.Repeat(Code(25), 50), Code(60)], width: 1 / 12.0, cancel: TestContext.Current.CancellationToken);
        Assert.Single(groups.Take(100).Distinct());
        Assert.NotEqual(groups[0], groups[100]);
    }

    [Fact]
    public void Of_codes_that_are_all_near_each_other_only_the_nearer_stay_together()
    {
        // 5 bits are near, and a rung is 3.
        var ladder = Enumerable.Range(0, 20).SelectMany(rung => new[] { Code(3 * rung), Code(3 * rung) }).ToList();
        var heldOut = NearDuplicates.DrawHeldOut(ladder, share: 0.25, seed: 1, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(10, heldOut.Count);
        Assert.All(heldOut, place => Assert.Contains(place ^ 1, heldOut));
        Assert.Empty(NearDuplicates.DrawHeldOut([.. Enumerable.Repeat(Code(7), 40)], share: 0.25, seed: 1, cancel: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void What_was_learned_or_held_out_before_stays_so_and_what_is_nearly_the_same_goes_with_it()
    {
        var codes = Apart(40);
        codes.AddRange([codes[0], codes[1]]);   // a copy of one that was learned, and of one that was held out
        bool?[] before = [false, true, .. Enumerable.Repeat((bool?)false, 18), .. Enumerable.Repeat((bool?)null, 22)];
        for (var seed = 1; seed <= 5; seed++)
        {
            var heldOut = NearDuplicates.DrawHeldOut(codes, share: 0.25, seed, before, cancel: TestContext.Current.CancellationToken);
            Assert.Equal(10, heldOut.Count);
            Assert.Equal([1, 41], heldOut.Where(place => place is < 20 or >= 40).Order());
        }
    }

    [Fact]
    public void What_is_nearly_the_same_as_something_learned_elsewhere_is_not_held_out()
    {
        var codes = Apart(40);
        for (var seed = 1; seed <= 5; seed++)
        {
            var heldOut = NearDuplicates.DrawHeldOut(codes, share: 0.25, seed, others: [.. codes.Skip(15)], cancel: TestContext.Current.CancellationToken);
            Assert.Equal(10, heldOut.Count);
            Assert.All(heldOut, place => Assert.InRange(place, 0, 14));
        }
    }

    [Fact]
    public void What_is_to_be_learned_is_not_held_out_though_it_was_before_nor_is_what_is_nearly_the_same()
    {
        var codes = Apart(40);
        codes.AddRange([codes[0], codes[1]]);   // copies of two that were held out
        bool?[] before = [true, true, .. Enumerable.Repeat((bool?)null, 38), true, true];
        var heldOut = NearDuplicates.DrawHeldOut(codes, share: 0.25, seed: 1, before, toLearn: new HashSet<int> { 0 }, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(10, heldOut.Count);
        Assert.Equal([1, 41], heldOut.Where(place => place is < 2 or >= 40).Order());
    }

    [Fact]
    public void Of_what_was_held_out_no_more_than_the_share_stays_so()
    {
        var codes = Apart(20);
        Assert.Equal(5, NearDuplicates.DrawHeldOut(codes, share: 0.25, seed: 1, [.. Enumerable.Repeat((bool?)true, 20)], cancel: TestContext.Current.CancellationToken).Count);
        codes.AddRange(Enumerable.Repeat(codes[0], 30));   // a burst: more than the share, so that all of it is learned
        Assert.Empty(NearDuplicates.DrawHeldOut([codes[0], .. codes.Skip(20)], share: 0.25, seed: 1, [true, .. Enumerable.Repeat((bool?)null, 30)], cancel: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_split_leaves_groups_whole_and_keeps_the_pairs_within_each_part()
    {
        var random = new Random(3);
        var far = Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, 64).Select(_ => random.Next(2) == 0 ? 1f : -1f).ToArray()).ToList();
        PictureCode Near(int place)
        {
            var activations = far[place / 3].ToArray();
            activations[place % 3] *= -1;
            return new PictureCode(activations);
        }

        var pictures = Enumerable.Range(0, 60).Select(i => new LabelledPicture(Some.Input((byte)i, 0, 0), [$"{i / 3}"])).ToList();
        var set = new TrainingSet(pictures, [.. Enumerable.Range(0, 59).Select(i => new JudgedPair(i, i + 1, Alike: i % 3 != 2))]);
        var (kept, heldOut) = set.Split(NearDuplicates.DrawHeldOut([.. Enumerable.Range(0, 60).Select(Near)], share: 0.25, seed: 1, cancel: TestContext.Current.CancellationToken));
        Assert.Equal(15, heldOut.Pictures.Count);
        Assert.Empty(kept.Labels.Intersect(heldOut.Labels));
        foreach (var part in new[] { kept, heldOut })
        {
            Assert.NotEmpty(part.Pairs);
            Assert.All(part.Pairs, pair => Assert.Equal(pair.Alike, part.Pictures[pair.First].Label == part.Pictures[pair.Second].Label));
        }
    }
}
