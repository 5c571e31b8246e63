using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Networks;

public sealed class SigmoidLayersTests
{
    [Fact]
    public void Layers_that_are_set_give_what_they_were_set_to()
    {
        using var layers = new SigmoidLayers(2, 1, 1);
        layers.Set(0, tensor(new[] { 2f, -1 }).reshape(2, 1), tensor(new[] { 0.5f }));
        layers.Set(1, tensor(new[] { 3f }).reshape(1, 1), tensor(new[] { -1f }));
        layers.eval();
        using var _ = no_grad();
        Assert.Equal(3 / (1 + Math.Exp(-(2 * 0.25 - 1 * 0.5 + 0.5))) - 1,
            layers.forward(tensor(new[] { 0.25f, 0.5f }).reshape(1, 2)).item<float>(), tolerance: 1e-6);
    }

    [Fact]
    public void A_step_leaves_out_as_many_units_as_it_was_told_and_use_leaves_out_none()
    {
        using var layers = new SigmoidLayers(1, 2_000, 1) { Dropout = 0.25 };
        layers.Set(0, zeros(1, 2_000), zeros(2_000));              // each unit is at a half
        layers.Set(1, ones(2_000, 1) / 1_000, zeros(1));
        using var _ = no_grad();
        layers.eval();
        Assert.Equal(1, layers.forward(zeros(1, 1)).item<float>(), tolerance: 1e-3);
        layers.train();
        var together = Enumerable.Range(0, 20).Select(_ => (double)layers.forward(zeros(1, 1)).item<float>()).ToList();
        Assert.Equal(1, together.Average(), tolerance: 0.02);     // what is left counts for more
        Assert.True(together.Distinct().Count() > 5);
    }

    [Fact]
    public void The_first_weights_of_deep_layers_let_two_inputs_come_out_apart()
    {
        using var layers = new SigmoidLayers(100, 100, 100, 100, 10);
        layers.eval();
        using var _ = no_grad();
        using var random = new Generator(1);
        var outputs = layers.forward(rand([50, 100], generator: random));
        Assert.InRange(outputs.std(0, unbiased: true).mean().item<float>(), 0.01f, 1);
    }
}
