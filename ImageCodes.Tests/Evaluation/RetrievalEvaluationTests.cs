using ImageCodes.Model.Codes;
using ImageCodes.Model.Evaluation;

namespace ImageCodes.Tests.Evaluation;

public sealed class RetrievalEvaluationTests
{
    private static LabelledCode Picture(string code, string label) => new(BinaryCode.Parse(code), label);

    [Fact]
    public void Leaving_one_out_never_finds_the_query_itself()
    {
        // Two pictures of different classes with equal codes: whoever found itself would be right.
        var figures = RetrievalEvaluation.LeaveOneOut([Picture("ff", "a"), Picture("ff", "b")], bits: 8);
        Assert.Equal((0, 0, 0), (figures.PrecisionAt10, figures.KnnAccuracy, figures.Map));
        Assert.Equal((2, 2), (figures.Pictures, figures.Classes));
    }

    [Fact]
    public void Pictures_that_have_one_of_their_labels_in_common_are_alike()
    {
        LabelledCode Of(string code, params string[] labels) => new(BinaryCode.Parse(code), labels);
        LabelledCode[] database = [Of("f0", "anna", "beach"), Of("f1", "beach"), Of("0f", "anna"), Of("1f", "city", "dog")];
        var figures = RetrievalEvaluation.Measure([Of("f0", "beach", "dog")], database, bits: 8, votes: 2);
        Assert.Equal(3.0 / 4, figures.PrecisionAt10);   // all but "anna" alone; no more than four are there
        Assert.Equal(1, figures.KnnAccuracy);            // the two nearest vote anna 1, beach 2
        Assert.Equal(1, figures.Map);                    // "anna" is the farthest
        Assert.Equal(4, figures.Classes);
        // The nearest has two votes.
        Assert.Equal(0.5, RetrievalEvaluation.Measure([Of("f0", "anna")], database, bits: 8, votes: 1).KnnAccuracy);
    }

    [Fact]
    public void Separated_classes_score_one()
    {
        List<LabelledCode> database = [.. Enumerable.Range(0, 10).SelectMany(_ => new[] { Picture("f1", "a"), Picture("1f", "b") })];
        Assert.Equal(new RetrievalFigures(8, 1, 1, 1, 20, 2), RetrievalEvaluation.Measure([Picture("f0", "a"), Picture("0f", "b")], database, bits: 8));
    }

    [Fact]
    public void Figures_do_not_depend_on_the_order_of_the_database()
    {
        var random = new Random(1);
        var pictures = Some.ClusteredCodes(200, 16, seed: 2).Select(code => new LabelledCode(code, $"{random.Next(4)}")).ToArray();
        var first = RetrievalEvaluation.LeaveOneOut(pictures, 12);
        random.Shuffle(pictures);
        var second = RetrievalEvaluation.LeaveOneOut(pictures, 12);
        Assert.Equal(first.Map, second.Map, precision: 9);
        Assert.Equal(first.PrecisionAt10, second.PrecisionAt10, precision: 9);
        Assert.Equal(first.KnnAccuracy, second.KnnAccuracy, precision: 9);
    }

    [Fact]
    public void Random_codes_score_what_chance_gives()
    {
        var pictures = Some.Codes(1_000, 64, seed: 4).Select((code, i) => new LabelledCode(code, $"{i % 4}")).ToList();
        Assert.Equal(0.25, RetrievalEvaluation.LeaveOneOut(pictures, 64).PrecisionAt10, tolerance: 0.02);
    }
}
