using static TorchSharp.torch;

namespace ImageCodes.Model.Training.Losses;

/// <summary>
/// What a siamese network descends (Hadsell, Chopra and LeCun 2006): pairs of one kind agree, d²; pairs of two kinds lie a margin apart at
/// the least, max(0, m - d)². The two sums weigh alike, however many pairs there are of each.
/// </summary>
internal static class ContrastivePairs
{
    private const double Least = 1e-6;   // under the root, whose gradient at 0 has no end

    /// <param name="codes">(B, D), any numbers.</param>
    /// <param name="own">(B, B), true where two belong together; the diagonal does not count.</param>
    /// <param name="margin">m, more than 0.</param>
    /// <returns>The mean over pairs of one kind plus the mean over pairs of two; 0 for either where there is none.</returns>
    public static Tensor Loss(Tensor codes, Tensor own, double margin)
    {
        using var scope = NewDisposeScope();
        var squares = codes.pow(2).sum(1, keepdim: true);   // (B, 1)
        var squared = (squares + squares.t() - 2 * codes.matmul(codes.t())).clamp_min(0);   // (B, B)
        var others = eye(codes.shape[0], dtype: ScalarType.Bool).logical_not();
        var (alike, different) = (own.logical_and(others).to(codes.dtype), own.logical_not().logical_and(others).to(codes.dtype));
        var gap = (margin - (squared + Least).sqrt()).clamp_min(0).square();
        return ((squared * alike).sum() / alike.sum().clamp_min(1) + (gap * different).sum() / different.sum().clamp_min(1)).MoveToOuterDisposeScope();
    }
}
