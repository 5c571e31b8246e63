using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Networks;

public sealed class ConvolutionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void In_evaluation_mode_it_answers_as_in_training(int kernel)
    {
        using var scope = NewDisposeScope();
        TorchRuntime.Seed(1);
        using var convolution = new Convolution(inputs: 5, outputs: 7, kernel);
        var input = randn(2, 5, 6, 6);
        var learning = convolution.forward(input);
        convolution.eval();
        Assert.True(learning.allclose(convolution.forward(input)));
    }

    [Fact]
    public void Weights_that_were_changed_count_from_the_next_evaluation_on_and_in_training_at_once()
    {
        using var scope = NewDisposeScope();
        using var convolution = new Convolution(inputs: 3, outputs: 4, kernel: 3);
        convolution.eval();
        Double(convolution);
        convolution.eval();
        var input = randn(1, 3, 4, 4);
        var evaluated = convolution.forward(input);
        convolution.train();
        Assert.True(evaluated.allclose(convolution.forward(input)));
        Double(convolution);
        Assert.True((evaluated * 2).allclose(convolution.forward(input)));
    }

    private static void Double(Convolution convolution)
    {
        using var _ = no_grad();
        foreach (var weight in convolution.parameters()) weight.mul_(2);
    }
}
