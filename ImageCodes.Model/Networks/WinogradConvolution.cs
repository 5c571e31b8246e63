using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ImageCodes.Model.Networks.Kernels;
using static TorchSharp.torch;

namespace ImageCodes.Model.Networks;

/// <summary>
/// A convolution of 3 x 3 in float32, with zeros around the picture, in a fourth of the multiplications (Lavin and Gray 2016, F(4 x 4, 3 x
/// 3)): tiles of the picture and the weights are transformed so that the convolution of a tile is 36 products, which for all tiles and
/// channels are 36 products of matrices. Rounding is about ten times that of multiplying out: a hundred-thousandth of the results.
/// </summary>
internal sealed class WinogradConvolution : IDisposable
{
    private const int Products = WinogradTiles.Reach * WinogradTiles.Reach;
    private const int OutputsAtOnce = 16;   // see Fits
    // Numbers of transformed tiles, or of their products: 4 MB, which stay in the cache, and are given out again by the allocator.
    private const long MostAtOnce = 1 << 20;

    private readonly Tensor _weight;   // (36, Inputs, Outputs), or (36, Outputs / 32, Inputs, 32) where it is laid out in panels
    private readonly bool _isLaidOut;
    private readonly int _inputs;
    private readonly int _outputs;

    /// <param name="weight">(Outputs, Inputs, 3, 3), as <see cref="Fits"/> says; copied.</param>
    public WinogradConvolution(Tensor weight)
    {
        using var scope = NewDisposeScope();
        (_outputs, _inputs) = ((int)weight.shape[0], (int)weight.shape[1]);
        _isLaidOut = MatrixProducts.Fits(_outputs);
        var panel = _isLaidOut ? MatrixProducts.PanelWidth : _outputs;
        var (plain, transformed) = (weight.contiguous(), empty(Products, _outputs / panel, _inputs, panel));
        Parallel.For(0, _outputs / OutputsAtOnce, TorchRuntime.Threads, part => Transform(part * OutputsAtOnce, Numbers(plain), panel, Numbers(transformed)));
        _weight = (_isLaidOut ? transformed : transformed.squeeze(1)).DetachFromDisposeScope();
    }

    /// <summary>G g G' of the weights g of all inputs to a few outputs, in double precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Transform(int first, ReadOnlySpan<float> weights, int panel, Span<float> transformed)
    {
        const int reach = WinogradTiles.Reach;
        Span<double> columns = stackalloc double[3 * reach];   // G g, column after column
        Span<double> row = stackalloc double[reach];
        // Together: the products lie so far apart in memory that the cache would drop the one for the other.
        Span<float> some = stackalloc float[Products * OutputsAtOnce];
        for (var input = 0; input < _inputs; input++)
        {
            for (var output = 0; output < OutputsAtOnce; output++)
            {
                var g = weights.Slice(((first + output) * _inputs + input) * 9, 9);
                for (var x = 0; x < 3; x++) Transform(g[x], g[3 + x], g[6 + x], columns.Slice(x * reach, reach));
                for (var y = 0; y < reach; y++)
                {
                    Transform(columns[y], columns[reach + y], columns[2 * reach + y], row);
                    for (var x = 0; x < reach; x++) some[(y * reach + x) * OutputsAtOnce + output] = (float)row[x];
                }
            }

            for (var product = 0; product < Products; product++)
            {
                var to = ((product * (_outputs / panel) + first / panel) * _inputs + input) * panel + first % panel;
                some.Slice(product * OutputsAtOnce, OutputsAtOnce).CopyTo(transformed[to..]);
            }
        }
    }

    /// <summary>G times a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transform(double a, double b, double c, Span<double> found)
    {
        found[0] = a / 4;
        found[1] = -(a + b + c) / 6;
        found[2] = -(a - b + c) / 6;
        found[3] = (a / 24) + (b / 12) + (c / 6);
        found[4] = (a / 24) - (b / 12) + (c / 6);
        found[5] = c;
    }

    /// <summary>Whether such weights can be transformed: 3 x 3, and as many channels as fill vectors.</summary>
    public static bool Fits(Tensor weight) =>   // (Outputs, Inputs, K, K)
        weight.shape[2] == 3 && weight.shape[0] % OutputsAtOnce == 0 && weight.shape[1] % Vector512<float>.Count == 0;

    /// <summary>No gradient is kept.</summary>
    /// <param name="input">Of float32.</param>
    /// <param name="halve">Whether of each 2 x 2 results the largest is kept.</param>
    public Tensor Forward(Tensor input, bool halve = false)   // (B, Inputs, H, W) -> (B, Outputs, H, W) or (B, Outputs, H / 2, W / 2), channels last
    {
        using var scope = NewDisposeScope();
        var pictures = input.permute(0, 2, 3, 1).contiguous();
        var tilesOfOne = (long)WinogradTiles.Along((int)pictures.shape[1]) * WinogradTiles.Along((int)pictures.shape[2]);
        var (all, height, width) = ((int)pictures.shape[0], (int)pictures.shape[1], (int)pictures.shape[2]);
        var found = halve ? empty(all, height / 2, width / 2, _outputs) : empty(all, height, width, _outputs);
        var atOnce = (int)Math.Clamp(MostAtOnce / (Products * tilesOfOne * Math.Max(_inputs, _outputs)), 1, all);
        for (var first = 0; first < all; first += atOnce)
        {
            var count = Math.Min(atOnce, all - first);
            Few(Numbers(pictures.narrow(0, first, count)), count, height, width, tilesOfOne, halve, Numbers(found.narrow(0, first, count)));
        }

        return found.permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    private void Few(ReadOnlySpan<float> pictures, int count, int height, int width, long tilesOfOne, bool halve, Span<float> found)
    {
        using var scope = NewDisposeScope();
        var tiles = empty(Products, count * tilesOfOne, _inputs);
        WinogradTiles.FromPictures(pictures, count, height, width, _inputs, Numbers(tiles));
        WinogradTiles.ToPictures(Numbers(Multiply(tiles)), count, height, width, _outputs, halve, found);
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
