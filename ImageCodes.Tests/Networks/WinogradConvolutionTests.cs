using ImageCodes.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageCodes.Tests.Networks;

public sealed class WinogradConvolutionTests
{
    [Theory]
    [InlineData(1, 1, 1, 96)]
    [InlineData(2, 3, 5, 96)]
    [InlineData(1, 4, 4, 96)]
    [InlineData(3, 7, 7, 96)]
    [InlineData(2, 15, 31, 96)]
    [InlineData(2, 15, 31, 48)]   // channels that fill no panels
    [InlineData(40, 64, 64, 96)]   // more than are computed at once
    public void It_finds_what_multiplying_out_finds(int count, int height, int width, int outputs)
    {
        using var scope = NewDisposeScope();
        TorchRuntime.Seed(1);
        var input = randn(count, 16, height, width);
        var weight = randn(outputs, 16, 3, 3);
        using var convolution = new WinogradConvolution(weight);
        var expected = functional.conv2d(input.to(float64), weight.to(float64), padding: [1, 1]);
        AssertNear(expected, convolution.Forward(input));
        if (height > 1 && width > 1) AssertNear(functional.max_pool2d(expected, 2), convolution.Forward(input, halve: true));
    }

    [Fact]
    public void A_picture_among_others_is_what_it_is_alone()
    {
        using var scope = NewDisposeScope();
        TorchRuntime.Seed(2);
        var input = randn(5, 32, 9, 9);
        using var convolution = new WinogradConvolution(randn(16, 32, 3, 3));
        Assert.True(convolution.Forward(input)[3..4].allclose(convolution.Forward(input[3..4]), rtol: 1e-4, atol: 1e-4));
    }

    [Fact]
    public void Sums_of_small_whole_numbers_are_those_of_a_hand()
    {
        using var scope = NewDisposeScope();
        using var sums = new WinogradConvolution(ones(16, 16, 3, 3));
        var found = sums.Forward(ones(1, 16, 5, 5))[0, 0];
        // 16 channels of 4 places in a corner, of 6 at an edge.
        Assert.Equal([64f, 96f, 96f, 96f, 64f], found[0].data<float>().ToArray(), (one, other) => Math.Abs(one - other) < 1e-3);
        Assert.Equal([96f, 144f, 144f, 144f, 96f], found[2].data<float>().ToArray(), (one, other) => Math.Abs(one - other) < 1e-3);
    }

    [Fact]
    public void Weights_that_do_not_fill_vectors_or_are_not_three_by_three_are_left_to_multiplying_out()
    {
        using var scope = NewDisposeScope();
        Assert.True(WinogradConvolution.Fits(empty(48, 16, 3, 3)));
        Assert.False(WinogradConvolution.Fits(empty(48, 16, 1, 1)));
        Assert.False(WinogradConvolution.Fits(empty(48, 3, 3, 3)));
        Assert.False(WinogradConvolution.Fits(empty(7, 16, 3, 3)));
    }

    private static void AssertNear(Tensor expected, Tensor found)
    {
        Assert.Equal(expected.shape, found.shape);
        var difference = (found - expected).abs().max().ToDouble();
        Assert.True(difference < 1e-4 * expected.abs().max().ToDouble(), $"Differs by {difference:E1}.");
    }
}
