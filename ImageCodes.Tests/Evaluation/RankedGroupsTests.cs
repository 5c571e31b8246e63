using ImageCodes.Model.Evaluation;

namespace ImageCodes.Tests.Evaluation;

public sealed class RankedGroupsTests
{
    [Fact]
    public void Without_ties_average_precision_is_the_textbook_one()
    {
        // Relevant at ranks 1, 3 and 4 of 4: (1/1 + 2/3 + 3/4) / 3.
        var groups = new RankedGroups([1, 1, 1, 1], [1, 0, 1, 1]);
        Assert.Equal((1 + 2 / 3.0 + 3 / 4.0) / 3, groups.AveragePrecision(), precision: 12);
        Assert.Equal(0.5, groups.PrecisionAt(2));
    }

    [Fact]
    public void With_ties_both_are_the_mean_over_all_orders()
    {
        // One nearer stranger, then a tie of two relevant and one stranger: three orders.
        double First(params double[] precisions) => precisions.Average();
        var expected = First((1 / 2.0 + 2 / 3.0) / 2, (1 / 2.0 + 2 / 4.0) / 2, (1 / 3.0 + 2 / 4.0) / 2);
        var groups = new RankedGroups([1, 3], [0, 2]);
        Assert.Equal(expected, groups.AveragePrecision(), precision: 12);
        Assert.Equal((2 / 3.0) / 2, groups.PrecisionAt(2), precision: 12);
    }

    [Fact]
    public void A_cut_leaves_what_comes_after_it_out_of_average_precision()
    {
        var groups = new RankedGroups([1, 1, 1, 1], [1, 0, 1, 1]);
        Assert.Equal((1 + 2 / 3.0) / 2, groups.AveragePrecision(3), precision: 12);
        Assert.Equal(1, groups.AveragePrecision(2), precision: 12);
        Assert.Equal(groups.AveragePrecision(), groups.AveragePrecision(4), precision: 12);
    }

    [Theory]
    [InlineData(2, 1, 4, 2, 4)]
    [InlineData(0, 0, 5, 2, 3)]
    [InlineData(3, 2, 4, 4, 5)]
    [InlineData(1, 0, 3, 0, 2)]
    [InlineData(2, 0, 5, 4, 6)]
    public void Where_the_cut_falls_into_a_tie_average_precision_is_the_mean_over_all_its_orders(
        int nearer, int nearerHits, int tied, int tiedHits, int k)
    {
        var all = from first in Orders(nearer, nearerHits) from second in Orders(tied, tiedHits) select first.Concat(second).Take(k).ToArray();
        var expected = all.Select(ranked =>
        {
            var hits = Enumerable.Range(0, ranked.Length).Where(place => ranked[place]).ToArray();
            return hits.Length == 0 ? 0 : hits.Select((place, before) => (before + 1.0) / (place + 1)).Average();
        }).Average();
        Assert.Equal(expected, new RankedGroups([nearer, tied], [nearerHits, tiedHits]).AveragePrecision(k), precision: 12);
    }

    [Fact]
    public void Large_groups_are_summed_as_place_by_place()
    {
        // 70 pictures before with 30 hits, then a group of 500 with 120.
        double Sum(int count, int hits, int before, int hitsBefore) => Enumerable.Range(1, count)
            .Sum(i => (double)hits / count * (hitsBefore + (i - 1) * ((hits - 1.0) / (count - 1)) + 1) / (before + i));
        var expected = (Sum(70, 30, 0, 0) + Sum(500, 120, 70, 30)) / 150;
        Assert.Equal(expected, new RankedGroups([70, 500], [30, 120]).AveragePrecision(), precision: 9);
        // Cut at 300: about 230 of 500 places, with 55.2 hits on average.
        Assert.InRange(new RankedGroups([70, 500], [30, 120]).AveragePrecision(300),
            0.95 * (Sum(70, 30, 0, 0) + Sum(230, 55, 70, 30)) / 85, 1.05 * (Sum(70, 30, 0, 0) + Sum(230, 55, 70, 30)) / 85);
    }

    private static IEnumerable<bool[]> Orders(int count, int hits) =>
        Enumerable.Range(0, 1 << count).Where(set => System.Numerics.BitOperations.PopCount((uint)set) == hits)
            .Select(set => Enumerable.Range(0, count).Select(place => (set >> place & 1) == 1).ToArray());

    [Fact]
    public void Fewer_pictures_than_k_are_measured_among_themselves() =>
        Assert.Equal(0.5, new RankedGroups([0, 2], [0, 1]).PrecisionAt(10));

    [Fact]
    public void Nothing_relevant_is_zero() => Assert.Equal(0, new RankedGroups([3, 0], [0, 0]).AveragePrecision());
}
