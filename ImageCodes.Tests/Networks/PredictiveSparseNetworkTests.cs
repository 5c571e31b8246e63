using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Networks;

public sealed class PredictiveSparseNetworkTests
{
    [Fact]
    public void Atoms_have_length_1_at_first_and_again_once_they_are_normalised()
    {
        using var scope = NewDisposeScope();
        using var network = new PredictiveSparseNetwork(6, 4, seed: 1);
        void AssertLength1() => Assert.All(network.Dictionary.norm(1).data<float>().ToArray(), length => Assert.Equal(1, length, 1e-5));
        AssertLength1();
        using (no_grad()) network.Dictionary.mul_(3);
        network.Normalise();
        AssertLength1();
    }

    [Fact]
    public void The_encoder_is_a_gain_times_the_tanh_of_a_filter_and_its_bias()
    {
        using var scope = NewDisposeScope();
        using var network = new PredictiveSparseNetwork(2, 1, seed: 1);
        var parts = network.named_parameters().ToDictionary(part => part.name, part => part.parameter);
        using (no_grad())
        {
            parts["gain"].fill_(2);
            parts["encoder.weight"].copy_(tensor(new[,] { { 0.5f, -0.25f } }));
            parts["encoder.bias"].fill_(0.1f);
        }

        Assert.Equal(2 * Math.Tanh(0.5 * 1 - 0.25 * 2 + 0.1), network.forward(tensor(new[,] { { 1f, 2f } })).item<float>(), 1e-5);
    }

    [Fact]
    public void What_a_code_stands_for_is_its_sum_of_atoms()
    {
        using var scope = NewDisposeScope();
        using var network = new PredictiveSparseNetwork(3, 2, seed: 1);
        var expected = network.Dictionary[0] * 2 - network.Dictionary[1];
        Assert.Equal(0, (network.Decode(tensor(new[,] { { 2f, -1f } }))[0] - expected).abs().max().item<float>(), 1e-6);
    }
}
