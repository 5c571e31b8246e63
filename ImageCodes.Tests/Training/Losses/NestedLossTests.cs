using ImageCodes.Model.Networks;
using ImageCodes.Model.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training.Losses;

public sealed class NestedLossTests
{
    public NestedLossTests() => TorchRuntime.EnsurePrepared();

    [Fact]
    public void It_is_the_mean_over_lengths_and_moves_what_stands_first_most()
    {
        var codes = tensor(new float[] { 1, 2, 3, 4 }).requires_grad_();
        var loss = NestedLoss.Mean([1, 2, 4], bits => codes[..bits].sum());
        Assert.Equal((1 + 3 + 10) / 3.0, loss.ToDouble(), precision: 6);
        loss.backward();
        Assert.True(codes.grad!.allclose(tensor(new[] { 1, 2 / 3f, 1 / 3f, 1 / 3f })));
    }
}
