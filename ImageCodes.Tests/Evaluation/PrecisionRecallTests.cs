using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Evaluation;

public sealed class PrecisionRecallTests
{
    public PrecisionRecallTests() => TorchRuntime.EnsurePrepared();

    [Fact]
    public void Average_precision_and_the_curve_are_those_computed_by_hand()
    {
        // One query; ranked, its database is relevant, not, relevant, not.
        var quality = PrecisionRecall.Of([7], [3, 7, 3, 7], (_, _) => tensor(new[] { 0.5f, 0.9f, 0.1f, 0.4f }).reshape(1, 4), seed: 1);
        Assert.Equal((1 + 2 / 3.0) / 2, quality.Map, 1e-9);
        Assert.Equal([new(1, 1, 0.5), new(2, 0.5, 0.5), new(3, 2 / 3.0, 1), new(4, 0.5, 1)],
            quality.Curve.Select(point => point with { Precision = Math.Round(point.Precision, 12) == Math.Round(2 / 3.0, 12) ? 2 / 3.0 : point.Precision }));
    }

    [Fact]
    public void What_is_equally_near_comes_in_an_order_by_chance()
    {
        var labels = Enumerable.Range(0, 1_000).Select(place => place < 500 ? 1 : 0).ToList();   // all the relevant ones first
        var quality = PrecisionRecall.ByHamming(ones(200, 8), [.. Enumerable.Repeat(1, 200)], ones(1_000, 8), labels, seed: 1);
        Assert.InRange(quality.PrecisionAt(300), 0.45, 0.55);
        Assert.InRange(quality.Map, 0.48, 0.53);
    }

    [Fact]
    public void Cosines_rank_by_direction_alone()
    {
        var quality = PrecisionRecall.ByCosine(tensor(new[] { 1f, 0 }).reshape(1, 2), [1], tensor(new[] { 0.1f, 0, 5, 5 }).reshape(2, 2), [1, 0], seed: 1);
        Assert.Equal(1, quality.Map);
    }
}
