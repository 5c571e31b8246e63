using ImageCodes.Model.Networks;
using ImageCodes.Tests.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Networks;

public sealed class ObservationModelTests
{
    public ObservationModelTests() => TorchRuntime.EnsurePrepared();

    private static ObservationModel Of(string name) =>
        name switch { "Bernoulli" => ObservationModel.Bernoulli, "Gaussian" => ObservationModel.Gaussian, _ => ObservationModel.Multinomial };

    [Fact]
    public void The_losses_are_those_computed_by_hand()
    {
        var outputs = tensor(new[] { 0.0, Math.Log(3) }).reshape(1, 2);
        var data = tensor(new[] { 1.0, 2.0 }).reshape(1, 2);
        Assert.Equal(-Math.Log(0.5) - Math.Log(0.75), ObservationModel.Bernoulli.Loss(outputs, ones(1, 2, dtype: float64)).ToDouble(), 1e-9);
        Assert.Equal((1 + Math.Pow(2 - Math.Log(3), 2)) / 2, ObservationModel.Gaussian.Loss(outputs, data).ToDouble(), 1e-9);
        // Of three words.
        Assert.Equal(-Math.Log(0.25) - 2 * Math.Log(0.75), ObservationModel.Multinomial.Loss(outputs, data).ToDouble(), 1e-9);
    }

    [Theory]
    [InlineData("Bernoulli")]
    [InlineData("Gaussian")]
    [InlineData("multinomial")]
    public void The_gradient_by_the_outputs_is_the_mean_less_the_data(string name)
    {
        using var random = new Generator(4);
        var outputs = randn([3, 4], dtype: float64, generator: random).requires_grad_();
        var data = randint(0, 2, [3, 4], generator: random).to(float64);
        data[.., 0] = 1;
        FiniteDifferences.AssertAgree(outputs, at => Of(name).Loss(at, data));
        outputs.grad!.zero_();
        Of(name).Loss(outputs, data).backward();
        Assert.True((outputs.grad * 3).allclose(Of(name).Mean(outputs, data) - data));
    }

    [Fact]
    public void Counts_have_as_many_draws_as_their_data() =>
        Assert.Equal(5, ObservationModel.Multinomial.Mean(randn(1, 3), tensor(new float[] { 1, 4, 0 }).reshape(1, 3)).sum().ToDouble(), 1e-5);
}
