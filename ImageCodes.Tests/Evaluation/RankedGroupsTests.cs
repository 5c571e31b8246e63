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
    public void Fewer_pictures_than_k_are_measured_among_themselves() => Assert.Equal(0.5, new RankedGroups([0, 2], [0, 1]).PrecisionAt(10));

    [Fact]
    public void Nothing_relevant_is_zero() => Assert.Equal(0, new RankedGroups([3, 0], [0, 0]).AveragePrecision());
}
