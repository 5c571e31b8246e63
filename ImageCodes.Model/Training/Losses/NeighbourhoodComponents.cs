using static TorchSharp.torch;

namespace ImageCodes.Model.Training.Losses;

/// <summary>
/// Neighbourhood components analysis (Goldberger et al. 2004; nonlinear: Salakhutdinov and Hinton 2007). Each picture
/// chooses a neighbour in the batch by a softmax over negative squared distances,
/// p_ij = exp(-d_ij / T) / sum over k != i of exp(-d_ik / T); the loss is the mean of -log of the chance that the choice
/// falls on one of its own: the second objective of the former paper, where the latter makes the sum of the chances greatest.
/// </summary>
internal static class NeighbourhoodComponents
{
    /// <param name="codes">(B, Bits), near -1 and +1.</param>
    /// <param name="neighbours">(B, B), true where two pictures are neighbours; the diagonal does not count.</param>
    /// <param name="temperature">
    /// T, in shares of the bits: d is the squared distance over 4 Bits, which for codes of -1 and +1 is the share of bits that differ.
    /// </param>
    /// <param name="except">(B, B), true where one is not to choose the other; null: nobody but oneself.</param>
    /// <returns>The mean over the pictures that have a neighbour; 0 where none has.</returns>
    public static Tensor Loss(Tensor codes, Tensor neighbours, double temperature, Tensor? except = null)
    {
        using var scope = NewDisposeScope();
        var self = eye(codes.shape[0], dtype: ScalarType.Bool);
        var never = except is null ? self : self.logical_or(except);
        var squares = codes.pow(2).sum(1, keepdim: true);   // (B, 1)
        var distances = squares + squares.t() - 2 * codes.matmul(codes.t());   // (B, B)
        var logits = (-distances / (4 * codes.shape[1] * temperature)).masked_fill(never, float.NegativeInfinity);
        return NeighbourChoice.Loss(logits, neighbours.logical_and(never.logical_not())).MoveToOuterDisposeScope();
    }
}
