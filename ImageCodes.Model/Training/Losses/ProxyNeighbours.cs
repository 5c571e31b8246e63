using static TorchSharp.torch;

namespace ImageCodes.Model.Training.Losses;

/// <summary>
/// Neighbourhood components analysis where a label's pictures are stood for by one learned point, its proxy, so that every
/// picture meets every label in every batch (Movshovitz-Attias et al. 2017; the softmax with the own proxy in it: Teh et
/// al. 2020).
/// </summary>
internal static class ProxyNeighbours
{
    /// <param name="codes">(B, Bits), near -1 and +1.</param>
    /// <param name="proxies">(Labels, Bits); only their directions count.</param>
    /// <param name="own">(B, Labels), true where the picture has the label.</param>
    /// <param name="temperature">
    /// T, in shares of the bits: the distance of a code to a proxy is (1 - cosine) / 2, which for a proxy of -1 and +1 is the share of bits
    /// that differ.
    /// </param>
    /// <returns>The mean of -log of the chance of an own label's proxy, over the pictures with a label; 0 where none has.</returns>
    public static Tensor Loss(Tensor codes, Tensor proxies, Tensor own, double temperature)
    {
        using var scope = NewDisposeScope();
        var cosines = nn.functional.normalize(codes, dim: 1).matmul(nn.functional.normalize(proxies, dim: 1).t());   // (B, Labels)
        return NeighbourChoice.Loss((cosines - 1) / (2 * temperature), own).MoveToOuterDisposeScope();
    }
}
