using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>
/// Few atoms of a dictionary for each row: ½‖x - Dz‖² + λ‖z‖₁, by the fast iterative shrinkage-thresholding algorithm, FISTA (Beck and
/// Teboulle 2009).
/// </summary>
internal static class SparseCoding
{
    /// <param name="rows">(B, D).</param>
    /// <param name="dictionary">(Atoms, D).</param>
    /// <param name="sparsity">λ.</param>
    /// <param name="rounds">Steps, from z = 0.</param>
    /// <returns>(B, Atoms).</returns>
    public static Tensor Codes(Tensor rows, Tensor dictionary, double sparsity, int rounds)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (gram, fit) = (dictionary.mm(dictionary.t()), rows.mm(dictionary.t()));   // (Atoms, Atoms), (B, Atoms)
        var step = 1 / linalg.eigvalsh(gram)[^1].item<float>();   // one over the steepest curvature
        var (codes, ahead, pace) = (zeros_like(fit), zeros_like(fit), 1.0);
        for (var round = 0; round < rounds; round++)
        {
            using var inner = NewDisposeScope();
            var next = Shrink(ahead - (ahead.mm(gram) - fit) * step, sparsity * step);
            var nextPace = (1 + Math.Sqrt(1 + 4 * pace * pace)) / 2;
            var nextAhead = next + (next - codes) * ((pace - 1) / nextPace);
            codes.Dispose();
            ahead.Dispose();
            (codes, ahead, pace) = (next.MoveToOuterDisposeScope(), nextAhead.MoveToOuterDisposeScope(), nextPace);
        }

        return codes.MoveToOuterDisposeScope();
    }

    /// <summary>Nearer to 0 by an amount, and 0 where that would cross it.</summary>
    private static Tensor Shrink(Tensor numbers, double amount) => nn.functional.softshrink(numbers, amount);
}
