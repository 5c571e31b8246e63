using ImageCodes.Model.Codes;
using ImageCodes.Model.Mapping;
using ImageCodes.Model.Search;

namespace ImageCodes.Tests.Mapping;

public sealed class NeighbourGraphTests
{
    [Fact]
    public void The_nearest_holds_fully_and_all_together_make_the_logarithm_of_their_number()
    {
        var strengths = NeighbourGraph.Strengths([2, 4, 4, 6, 8, 9, 12, 20]);
        Assert.Equal(1, strengths[0]);
        Assert.Equal(3, strengths.Sum(), 2);
        Assert.Equal(strengths.OrderDescending(), strengths);
        Assert.Equal(strengths[1], strengths[2]);
        // The width w by hand: exp(-4/w) must be the square of exp(-2/w).
        Assert.Equal(strengths[1] * strengths[1], strengths[3], 5);
    }

    [Fact]
    public void Neighbours_at_one_distance_all_hold_fully() => Assert.Equal([1f, 1f, 1f, 1f], NeighbourGraph.Strengths([3, 3, 3, 3]));

    [Fact]
    public void A_tie_is_as_strong_as_either_side_holds_the_other()
    {
        // A chain of one-bit steps; with so few codes each is a neighbour of each.
        BinaryCode[] codes = [.. new[] { "00", "01", "03", "07" }.Select(code => BinaryCode.Parse(code))];
        var index = new CodeIndex(8, SearchMethod.Linear);
        index.Add(new CodeBatch(8, codes.Select((code, place) => KeyValuePair.Create((long)place, code))));
        var ties = NeighbourGraph.Of(index, codes, _ => { }, CancellationToken.None).ToDictionary(tie => (tie.First, tie.Second), tie => tie.Strength);
        Assert.Equal(1, ties[(0, 1)], 5);
        Assert.Equal(1, ties[(1, 2)], 5);
        Assert.Equal(1, ties[(2, 3)], 5);
        // The ends hold the others by their distances 1, 2 and 3; the two in the middle have two neighbours at 1, which is enough.
        var held = NeighbourGraph.Strengths([1, 2, 3]);
        Assert.Equal(held[1], ties[(0, 2)], 5);
        Assert.Equal(held[1], ties[(1, 3)], 5);
        Assert.Equal(2 * held[2] - held[2] * held[2], ties[(0, 3)], 5);
    }
}
