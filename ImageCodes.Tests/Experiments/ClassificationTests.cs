using ImageCodes.Model.Experiments;
using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Experiments;

public sealed class ClassificationTests
{
    [Fact]
    public void The_error_is_the_share_of_rows_whose_greatest_output_is_not_their_label()
    {
        using var layers = new SigmoidLayers(2, 2);
        layers.Set(0, eye(2), zeros(2));   // the greater input is the answer
        layers.eval();
        using var rows = tensor(new[] { 1f, 0, 0, 1, 3, 2, 1, 5 }).reshape(4, 2);
        Assert.Equal(25, Classification.Error(layers, rows, [0, 1, 1, 1]));
        Assert.Equal(0, Classification.Error(layers, rows, [0, 1, 0, 1]));
    }
}
