using ImageCodes.Model.Codes;
using ImageCodes.Model.Evaluation;

namespace ImageCodes.Tests.Evaluation;

public sealed class NearDuplicateEvaluationTests
{
    private static BinaryCode Code(ulong word) => BinaryCode.FromWords(64, [word]);

    [Fact]
    public void A_query_nearest_to_its_original_counts_whole_and_one_nearer_to_another_not_at_all() =>
        Assert.Equal(0.5, NearDuplicateEvaluation.RecallAtOne([Code(0b1), Code(0b0111)], [Code(0), Code(0b1111_0000), Code(0b1111)], 64));

    [Fact]
    public void A_tie_counts_by_its_size() =>
        Assert.Equal(1 / 3.0, NearDuplicateEvaluation.RecallAtOne([Code(0)], [Code(1), Code(2), Code(4), Code(7)], 64), precision: 12);

    [Fact]
    public void A_query_without_an_original_is_refused() =>
        Assert.Throws<ArgumentException>(() => NearDuplicateEvaluation.RecallAtOne([Code(0), Code(1)], [Code(0)], 64));
}
