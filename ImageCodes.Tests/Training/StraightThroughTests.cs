using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training;

public sealed class StraightThroughTests
{
    public StraightThroughTests() => TorchRuntime.EnsurePrepared();

    [Theory]
    [InlineData(0, 0.3f, -0.2f, 0f)]
    [InlineData(0.5, 0.65f, -0.6f, -0.5f)]
    [InlineData(1, 1f, -1f, -1f)]
    public void Activations_harden_into_signs_and_the_gradient_passes_unchanged(double hardness, params float[] expected)
    {
        var activations = tensor(new[] { 0.3f, -0.2f, 0f }).requires_grad_();
        var codes = StraightThrough.Harden(activations, hardness);
        Assert.Equal(expected, codes.data<float>().ToArray().Select(value => MathF.Round(value, 5)));
        (codes * tensor(new[] { 2f, 3f, 4f })).sum().backward();
        Assert.Equal([2f, 3f, 4f], activations.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Nested_dropout_keeps_prefixes_of_the_lengths_given()
    {
        using var random = new Generator(2);
        var kept = StraightThrough.NestedDropout(ones(200, 8), [2, 4, 8], random);
        var lengths = kept.sum(1).data<float>().ToArray();
        Assert.Equal([2f, 4f, 8f], lengths.Distinct().Order());
        Assert.All(Enumerable.Range(0, 200), row => Assert.Equal(lengths[row], kept[row, ..(int)lengths[row]].sum().ToSingle()));
    }
}
