using static TorchSharp.torch;

namespace ImageCodes.Model.Training.Losses;

/// <summary>The step that all neighbourhood losses share: a softmax chooses, and the choice should fall on one's own.</summary>
internal static class NeighbourChoice
{
    /// <param name="logits">(B, N), negative distances over the temperature; minus infinity where there is no choice.</param>
    /// <param name="own">(B, N), true where row and column belong together.</param>
    /// <returns>The mean of -log of the chance of one's own, over the rows that have some; 0 where none has.</returns>
    public static Tensor Loss(Tensor logits, Tensor own)
    {
        using var scope = NewDisposeScope();
        var has = own.any(1);   // (B)
        if (!has.any().item<bool>()) return zeros(1).squeeze().MoveToOuterDisposeScope();
        var chosen = logits[has];
        var hits = chosen.masked_fill(own[has].logical_not(), float.NegativeInfinity).logsumexp(1);
        return (chosen.logsumexp(1) - hits).mean().MoveToOuterDisposeScope();
    }
}
