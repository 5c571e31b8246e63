using static TorchSharp.torch;

namespace ImageCodes.Model.Training.Losses;

/// <summary>
/// The contractive penalty (Rifai, Vincent, Muller, Glorot and Bengio 2011): the squared Frobenius norm of the Jacobian of hidden units by
/// their input, which for h = σ(xW + b) is ‖J‖² = Σ_j [h_j (1 - h_j)]² Σ_i W_ij².
/// </summary>
internal static class Contraction
{
    /// <param name="hidden">(B, Hidden), sigmoid units.</param>
    /// <param name="weights">(Inputs, Hidden).</param>
    /// <returns>The mean over rows.</returns>
    public static Tensor Loss(Tensor hidden, Tensor weights)
    {
        using var scope = NewDisposeScope();
        return (hidden * (1 - hidden)).square().matmul(weights.square().sum([0L])).mean().MoveToOuterDisposeScope();
    }
}
