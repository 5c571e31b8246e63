using static TorchSharp.torch;

namespace ImageCodes.Model.Training.Losses;

/// <summary>
/// Good codes use each bit equally often, and no bit repeats another (Weiss et al. 2008): the mean of each bit and the
/// correlation of each pair over a batch should be 0.
/// </summary>
internal static class BitBalance
{
    /// <param name="codes">(B, Bits), in [-1, 1].</param>
    /// <returns>The mean square of the bits' means, plus the mean square of the products of different bits.</returns>
    public static Tensor Loss(Tensor codes)
    {
        using var scope = NewDisposeScope();
        var (count, bits) = (codes.shape[0], codes.shape[1]);
        var means = codes.mean([0]);   // (Bits)
        var products = codes.t().matmul(codes) / count;   // (Bits, Bits)
        var different = 1 - eye(bits);
        var correlation = (products * different).pow(2).sum() / Math.Max(1, bits * (bits - 1));
        return (means.pow(2).mean() + correlation).MoveToOuterDisposeScope();
    }
}
