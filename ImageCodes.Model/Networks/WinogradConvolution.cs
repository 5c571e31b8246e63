using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
    private const int Products = WinogradTiles.Reach * WinogradTiles.Reach;
    private const long MostAtOnce = 16 << 20;   // numbers of transformed tiles, or of their products: 64 MB

    private readonly Tensor _weight;   // (36, Inputs, Outputs), or (36, Outputs / 32, Inputs, 32) where it is laid out in panels
    private readonly bool _isLaidOut;
    private readonly int _inputs;
    private readonly int _outputs;

    /// <param name="weight">(Outputs, Inputs, 3, 3), as <see cref="Fits"/> says; copied.</param>
    public WinogradConvolution(Tensor weight)
    {
        using var scope = NewDisposeScope();
        var transform = tensor(new[,] { { 1 / 4d, 0, 0 }, { -1 / 6d, -1 / 6d, -1 / 6d }, { -1 / 6d, 1 / 6d, -1 / 6d }, { 1 / 24d, 1 / 12d, 1 / 6d }, { 1 / 24d, -1 / 12d, 1 / 6d }, { 0, 0, 1 } });   // G
        (_outputs, _inputs) = ((int)weight.shape[0], (int)weight.shape[1]);
        _isLaidOut = MatrixProducts.Fits(_outputs);
        var transformed = kron(transform, transform).matmul(weight.to(float64).permute(2, 3, 1, 0).reshape(9, _inputs * _outputs))   // G g G', row after row
            .reshape(Products, _inputs, _outputs).to(float32);
        if (_isLaidOut) transformed = transformed.reshape(Products, _inputs, -1, MatrixProducts.PanelWidth).permute(0, 2, 1, 3);
        _weight = transformed.contiguous().DetachFromDisposeScope();
    }

    /// <summary>Whether such weights can be transformed: 3 x 3, and as many channels as fill vectors.</summary>
    public static bool Fits(Tensor weight) =>   // (Outputs, Inputs, K, K)
        weight.shape[2] == 3 && weight.shape[0] % Vector512<float>.Count == 0 && weight.shape[1] % Vector512<float>.Count == 0;

    /// <summary>No gradient is kept.</summary>
    /// <param name="input">Of float32.</param>
    /// <param name="halve">Whether of each 2 x 2 results the largest is kept.</param>
    public Tensor Forward(Tensor input, bool halve = false)   // (B, Inputs, H, W) -> (B, Outputs, H, W) or (B, Outputs, H / 2, W / 2), channels last
    {
        using var scope = NewDisposeScope();
        var pictures = input.permute(0, 2, 3, 1).contiguous();
        var tilesOfOne = (long)WinogradTiles.Along((int)pictures.shape[1]) * WinogradTiles.Along((int)pictures.shape[2]);
        var found = pictures.split(Math.Max(1, MostAtOnce / (Products * tilesOfOne * Math.Max(_inputs, _outputs)))).Select(some => Few(some, tilesOfOne, halve)).ToList();
        return (found.Count == 1 ? found[0] : cat(found, 0)).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    private Tensor Few(Tensor pictures, long tilesOfOne, bool halve)   // (B, H, W, Inputs) -> (B, H, W, Outputs) or (B, H / 2, W / 2, Outputs)
    {
        using var scope = NewDisposeScope();
        var (count, height, width) = ((int)pictures.shape[0], (int)pictures.shape[1], (int)pictures.shape[2]);
        var tiles = empty(Products, count * tilesOfOne, _inputs);
        WinogradTiles.FromPictures(Numbers(pictures), count, height, width, _inputs, Numbers(tiles));
        var products = Multiply(tiles);
        var found = halve ? empty(count, height / 2, width / 2, _outputs) : empty(count, height, width, _outputs);
        WinogradTiles.ToPictures(Numbers(products), count, height, width, _outputs, halve, Numbers(found));
        return found.MoveToOuterDisposeScope();
    }

    private Tensor Multiply(Tensor tiles)   // (36, N, Inputs) -> (36, N, Outputs)
    {
        if (!_isLaidOut) return tiles.bmm(_weight);
        var products = empty(Products, tiles.shape[1], _outputs);
        MatrixProducts.Multiply(Numbers(tiles), Numbers(_weight), Products, (int)tiles.shape[1], _inputs, _outputs, Numbers(products));
        return products;
    }

    private static Span<float> Numbers(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);   // contiguous, of float32

    public void Dispose() => _weight.Dispose();
}
