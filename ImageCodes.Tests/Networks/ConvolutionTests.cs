using ImageCodes.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Networks;

public sealed class ConvolutionTests
{
    [Theory]
    [InlineData(5, 7, 1)]
    [InlineData(5, 7, 3)]
    [InlineData(16, 32, 1)]
    [InlineData(16, 32, 3)]
    public void In_evaluation_mode_it_answers_as_in_training(int inputs, int outputs, int kernel)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        TorchRuntime.Seed(1);
        using var convolution = new Convolution(inputs, outputs, kernel);
        var input = randn(2, inputs, 6, 6);
        var learning = convolution.forward(input);
        convolution.eval();
        Assert.True(learning.allclose(convolution.forward(input), atol: 1e-4));
    }

    [Fact]
    public void In_evaluation_mode_a_gradient_still_reaches_what_it_was_given()
    {
        using var scope = NewDisposeScope();
        using var convolution = new Convolution(inputs: 16, outputs: 16, kernel: 3);
        convolution.eval();
        var input = randn([1, 16, 5, 5], requires_grad: true);
        convolution.forward(input).sum().backward();
        Assert.True(input.grad!.abs().sum().ToDouble() > 0);
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(16, 16)]
    public void Weights_that_were_changed_count_from_the_next_evaluation_on_and_in_training_at_once(int inputs, int outputs)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        TorchRuntime.Seed(3);
        using var convolution = new Convolution(inputs, outputs, kernel: 3);
        var input = randn(1, inputs, 4, 4);
        convolution.eval();
        convolution.forward(input);
        Double(convolution);
        convolution.eval();
        var evaluated = convolution.forward(input);
        convolution.train();
        Assert.True(evaluated.allclose(convolution.forward(input), atol: 1e-3));
        Double(convolution);
        Assert.True((evaluated * 2).allclose(convolution.forward(input), atol: 1e-3));
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(16, 16)]
    public void Weights_made_ready_where_gradients_are_never_taken_serve_where_they_may_be(int inputs, int outputs)
    {
        using var scope = NewDisposeScope();
        using var convolution = new Convolution(inputs, outputs, kernel: 3);
        convolution.eval();
        var input = randn(1, inputs, 4, 4);
        Tensor inferred;
        using (inference_mode()) inferred = convolution.forward(input);
        using (no_grad()) Assert.True(inferred.allclose(convolution.forward(input)));
        using var followed = randn([1, inputs, 4, 4], requires_grad: true);
        convolution.forward(followed).sum().backward();
        Assert.True(followed.grad!.abs().sum().ToDouble() > 0);
    }

    [Fact]
    public void Many_threads_may_be_the_first_to_ask()
    {
        using var convolution = new Convolution(inputs: 32, outputs: 32, kernel: 3);
        convolution.eval();
        using var input = randn(1, 32, 8, 8);
        var found = Enumerable.Range(0, 16).AsParallel().WithDegreeOfParallelism(4).Select(_ =>
        {
            using var scope = NewDisposeScope();
            using var __ = no_grad();
            return convolution.forward(input).data<float>().ToArray();
        }).ToList();
        Assert.All(found, answer => Assert.Equal(found[0], answer));
    }

    private static void Double(Convolution convolution)
    {
        using var _ = no_grad();
        foreach (var weight in convolution.parameters()) weight.mul_(2);
    }
}
