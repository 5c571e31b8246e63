using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Networks;

[Collection(nameof(SeededRandom))]
public sealed class FeatureNetworkTests
{
    [Fact]
    public void In_use_a_row_has_one_code_whatever_rows_are_beside_it_and_while_it_learns_another_one_each_time()
    {
        TorchRuntime.Seed(1);
        using var scope = NewDisposeScope();
        using var network = new FeatureNetwork([6, 16, 16], 8) { Dropout = 0.5 };
        var rows = randn(20, 6);
        Assert.False(network.forward(rows).allclose(network.forward(rows)));

        network.eval();
        var codes = network.forward(rows);
        Assert.Equal([20, 8], codes.shape);
        Assert.True(codes.abs().lt(1).all().item<bool>());
        Assert.True(network.forward(rows[3..4]).allclose(codes[3..4], atol: 1e-6));
    }

    [Fact]
    public void Each_layer_is_rectified_and_normalised_and_signs_are_about_the_mean()
    {
        TorchRuntime.Seed(1);
        using var scope = NewDisposeScope();
        using var network = new FeatureNetwork([2, 2], 1);
        using (no_grad())
        {
            foreach (var (name, value) in network.named_parameters())
            {
                if (name.StartsWith("layers", StringComparison.Ordinal)) value.copy_(tensor(new float[,] { { 1, 0 }, { 0, 1 } }));
                if (name.StartsWith("head", StringComparison.Ordinal)) value.copy_(tensor(new float[,] { { 1, 1 } }));
            }
        }

        // Over the batch the first number has mean 2 and variance 1, the second mean 0 and variance 4: normalised ±1 each, of which the
        // positive part stays; the sums are 0, 1, 1 and 2,
        // of mean 1 and variance 1/2.
        var codes = network.forward(tensor(new float[,] { { 1, -2 }, { 3, -2 }, { 1, 2 }, { 3, 2 } }));
        var far = (float)Math.Tanh(Math.Sqrt(2));
        Assert.True(codes.allclose(tensor(new[] { -far, 0, 0, far }).unsqueeze(1), atol: 1e-3));
    }
}
