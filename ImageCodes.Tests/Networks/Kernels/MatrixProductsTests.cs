using System.Runtime.InteropServices;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Networks.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Networks.Kernels;

public sealed class MatrixProductsTests
{
    private static Span<float> Numbers(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private static Tensor Multiply(Tensor rows, Tensor matrices)   // (P, N, I), (P, I, O) -> (P, N, O)
    {
        var (pairs, count, inputs, outputs) = ((int)rows.shape[0], (int)rows.shape[1], (int)rows.shape[2], (int)matrices.shape[2]);
        var panels = matrices.reshape(pairs, inputs, -1, MatrixProducts.PanelWidth).permute(0, 2, 1, 3).contiguous();
        var products = empty(pairs, count, outputs);
        MatrixProducts.Multiply(Numbers(rows.contiguous()), Numbers(panels), pairs, count, inputs, outputs, Numbers(products));
        return products;
    }

    [Theory]
    [InlineData(1, 1, 1, 32)]
    [InlineData(2, 7, 5, 32)]
    [InlineData(3, 8, 16, 64)]
    [InlineData(36, 21, 48, 96)]
    [InlineData(1, 200, 352, 352)]
    public void They_are_those_of_libtorch(int pairs, int count, int inputs, int outputs)
    {
        using var scope = NewDisposeScope();
        TorchRuntime.Seed(1);
        var (rows, matrices) = (randn(pairs, count, inputs), randn(pairs, inputs, outputs));
        var expected = rows.to(float64).bmm(matrices.to(float64));
        Assert.True((Multiply(rows, matrices) - expected).abs().max().ToDouble() < 1e-4);
    }

    [Fact]
    public void A_row_among_others_has_to_the_last_bit_the_products_that_it_has_alone()
    {
        using var scope = NewDisposeScope();
        TorchRuntime.Seed(2);
        var (rows, matrices) = (randn(2, 19, 40), randn(2, 40, 64));
        var together = Multiply(rows, matrices);
        for (var row = 0; row < 19; row++)
            Assert.Equal(0, (together.narrow(1, row, 1) - Multiply(rows.narrow(1, row, 1), matrices)).abs().max().ToDouble());
    }
}
