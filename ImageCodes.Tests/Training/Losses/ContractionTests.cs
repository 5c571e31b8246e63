using ImageCodes.Model.Networks;
using ImageCodes.Model.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training.Losses;

public sealed class ContractionTests
{
    [Fact]
    public void The_closed_form_is_the_squared_length_of_the_Jacobian_that_backpropagation_gives()
    {
        using var network = new TiedAutoencoder(5, 4, ObservationModel.Bernoulli, seed: 1);
        using var random = new Generator(2);
        var rows = rand([3, 5], generator: random).requires_grad_();
        var squared = 0.0;
        for (var unit = 0; unit < 4; unit++) squared += autograd.grad([network.Encode(rows)[.., unit].sum()], [rows])[0].square().sum().ToDouble();
        Assert.Equal(squared / 3, Contraction.Loss(network.Encode(rows), network.Weights).ToDouble(), 1e-5);
    }

    [Fact]
    public void Its_gradient_is_that_of_finite_differences()
    {
        TorchRuntime.EnsurePrepared();
        using var random = new Generator(3);
        var rows = rand([4, 3], dtype: float64, generator: random);
        FiniteDifferences.AssertAgree(
            randn([3, 5], dtype: float64, generator: random).requires_grad_(), weights => Contraction.Loss(rows.mm(weights).sigmoid(), weights));
    }
}
