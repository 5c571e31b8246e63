using System.Numerics;
using System.Runtime.InteropServices;
using ImageCodes.Model.Networks.Kernels;
using static TorchSharp.torch;

namespace ImageCodes.Model.Networks;

/// <summary>
/// A convolution of 3 x 3 in float32, with zeros around the picture, in a fourth of the multiplications (Lavin and Gray 2016, F(4 x 4, 3 x 3)): tiles of the picture and the
/// weights are transformed so that the convolution of a tile is 36 products, which for all tiles and channels are 36 products of
/// matrices. Rounding is about ten times that of multiplying out: a hundred-thousandth of the results.
/// </summary>
internal sealed class WinogradConvolution : IDisposable
{
    private const long MostAtOnce = 16 << 20;   // numbers of transformed tiles, or of their products: 64 MB

    private readonly Tensor _weight;   // (36, Inputs, Outputs)

    /// <param name="weight">(Outputs, Inputs, 3, 3), as <see cref="Fits"/> says; copied.</param>
    public WinogradConvolution(Tensor weight)
    {
        using var scope = NewDisposeScope();
        var transform = tensor(new[,] { { 1 / 4d, 0, 0 }, { -1 / 6d, -1 / 6d, -1 / 6d }, { -1 / 6d, 1 / 6d, -1 / 6d }, { 1 / 24d, 1 / 12d, 1 / 6d }, { 1 / 24d, -1 / 12d, 1 / 6d }, { 0, 0, 1 } });   // G
        var (outputs, inputs) = (weight.shape[0], weight.shape[1]);
        _weight = kron(transform, transform).matmul(weight.to(float64).permute(2, 3, 1, 0).reshape(9, inputs * outputs))   // G g G', row after row
            .reshape(WinogradTiles.Reach * WinogradTiles.Reach, inputs, outputs).to(float32).contiguous().DetachFromDisposeScope();
    }

    /// <summary>Whether such weights can be transformed: 3 x 3, and as many channels as fill vectors.</summary>
    public static bool Fits(Tensor weight) =>   // (Outputs, Inputs, K, K)
        weight.shape[2] == 3 && weight.shape[0] % Vector<float>.Count == 0 && weight.shape[1] % Vector<float>.Count == 0;

    /// <summary>No gradient is kept.</summary>
    /// <param name="input">Of float32.</param>
    /// <param name="halve">Whether of each 2 x 2 results the largest is kept.</param>
    public Tensor Forward(Tensor input, bool halve = false)   // (B, Inputs, H, W) -> (B, Outputs, H, W) or (B, Outputs, H / 2, W / 2), channels last
    {
        using var scope = NewDisposeScope();
        var pictures = input.permute(0, 2, 3, 1).contiguous();
        var tilesOfOne = (long)WinogradTiles.Along((int)pictures.shape[1]) * WinogradTiles.Along((int)pictures.shape[2]);
        var widest = Math.Max(_weight.shape[1], _weight.shape[2]);
        var found = pictures.split(Math.Max(1, MostAtOnce / (_weight.shape[0] * tilesOfOne * widest))).Select(some => Few(some, tilesOfOne, halve)).ToList();
        return (found.Count == 1 ? found[0] : cat(found, 0)).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    private Tensor Few(Tensor pictures, long tilesOfOne, bool halve)   // (B, H, W, Inputs) -> (B, H, W, Outputs) or (B, H / 2, W / 2, Outputs)
    {
        using var scope = NewDisposeScope();
        var (count, height, width) = ((int)pictures.shape[0], (int)pictures.shape[1], (int)pictures.shape[2]);
        var (inputs, outputs) = ((int)_weight.shape[1], (int)_weight.shape[2]);
        var tiles = empty(_weight.shape[0], count * tilesOfOne, inputs);
        WinogradTiles.FromPictures(Numbers(pictures), count, height, width, inputs, Numbers(tiles));
        var products = tiles.bmm(_weight);
        var found = halve ? empty(count, height / 2, width / 2, outputs) : empty(count, height, width, outputs);
        WinogradTiles.ToPictures(Numbers(products), count, height, width, outputs, halve, Numbers(found));
        return found.MoveToOuterDisposeScope();
    }

    private static Span<float> Numbers(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);   // contiguous, of float32

    public void Dispose() => _weight.Dispose();
}
