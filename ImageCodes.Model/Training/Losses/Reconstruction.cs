using static TorchSharp.torch;

namespace ImageCodes.Model.Training.Losses;

/// <summary>Squared error between a picture and the decoder's picture of its code.</summary>
internal static class Reconstruction
{
    /// <param name="decoded">(B, 3, S, S), in [0, 1].</param>
    /// <param name="pictures">
    /// (B, 3, S, S), in [0, 1]: the clean picture, where the network saw a corrupted one (Vincent et al. 2008).
    /// </param>
    /// <returns>The sum over a pixel's colours, mean over pixels and pictures.</returns>
    public static Tensor Loss(Tensor decoded, Tensor pictures)
    {
        using var scope = NewDisposeScope();
        return (decoded - pictures).pow(2).sum(1).mean().MoveToOuterDisposeScope();
    }
}
