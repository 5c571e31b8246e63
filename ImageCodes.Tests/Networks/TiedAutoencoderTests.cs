using ImageCodes.Model.Experiments;
using ImageCodes.Model.Networks;
using ImageCodes.Tests.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Networks;

public sealed class TiedAutoencoderTests
{
    [Fact]
    public void Data_go_up_by_the_weights_and_down_by_the_same_transposed()
    {
        using var network = new TiedAutoencoder(2, 1, ObservationModel.Gaussian, seed: 1);
        using (no_grad()) network.Weights.copy_(tensor(new float[] { 1, -2 }).reshape(2, 1));
        var hidden = 1 / (1 + Math.Exp(-(0.5 - 2 * 1.0)));
        var drawn = network.forward(tensor(new[] { 0.5f, 1 }).reshape(1, 2));
        Assert.Equal(hidden, drawn[0, 0].ToDouble(), 1e-5);
        Assert.Equal(-2 * hidden, drawn[0, 1].ToDouble(), 1e-5);
    }

    [Fact]
    public void Units_begin_as_seldom_on_as_their_bias_says()
    {
        using var network = new TiedAutoencoder(3, 4, ObservationModel.Gaussian, seed: 1, hiddenBias: -3);
        Assert.All(network.Encode(zeros(1, 3)).data<float>().ToArray(), unit => Assert.Equal(1 / (1 + Math.Exp(3)), unit, 1e-6));
    }

    [Fact]
    public void Its_gradients_are_what_the_formulas_say()
    {
        foreach (var visible in new[] { ObservationModel.Bernoulli, ObservationModel.Gaussian })
        {
            using var network = new TiedAutoencoder(6, 4, visible, seed: 2);
            using var random = new Generator(3);
            var (atOutputs, ofTied) = AutoencoderExperiment.GradientErrors(network, rand([8, 6], generator: random));
            Assert.InRange(atOutputs, 0, 1e-5);
            Assert.InRange(ofTied, 0, 1e-5);
        }
    }

    [Fact]
    public void The_gradient_of_weights_that_are_used_twice_is_the_slope_of_the_loss()
    {
        foreach (var visible in new[] { ObservationModel.Bernoulli, ObservationModel.Gaussian })
        {
            using var random = new Generator(3);
            using var network = new TiedAutoencoder(5, 3, visible, seed: 2);
            network.to(float64);
            var (first, data) = (randn([5, 3], dtype: float64, generator: random), rand([4, 5], dtype: float64, generator: random));
            Tensor Loss(Tensor weights)
            {
                using (no_grad()) network.Weights.copy_(weights);
                return visible.Loss(network.Decode(network.Encode(data)), data);
            }

            Loss(first).backward();
            var gradient = network.Weights.grad!;
            Assert.True(gradient.abs().max().ToDouble() > 0.1);
            FiniteDifferences.AssertSlopes(first, gradient, weights => Loss(weights).ToDouble());
        }
    }
}
