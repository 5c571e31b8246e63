using ImageCodes.Model.Experiments;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Experiments;

[Collection(nameof(SeededRandom))]
public sealed class ClassificationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 0.97, 1)]
    [InlineData(0.2, 0.87, 0.93)]   // a tenth of each label is on the other one
    public void Smoothed_labels_are_learned_no_surer_than_they_are(double smoothing, double least, double most)
    {
        using var scope = NewDisposeScope();
        TorchRuntime.Seed(1);
        var context = new ExperimentContext { Data = _folder.Path, Work = _folder.Path, Model = "", Decoder = Some.Decoder() };
        using var layers = new SigmoidLayers(2, 2);
        var rows = eye(2).repeat(10, 1);
        Classification.Learn(
            context, layers, rows, [.. Enumerable.Range(0, 20).Select(row => row % 2)],
            new DescentOptions { Epochs = 300, Batch = 20, LearningRate = 0.1 }, smoothing);
        Assert.InRange(layers.forward(rows).softmax(1)[0, 0].item<float>(), least, most);
    }

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
