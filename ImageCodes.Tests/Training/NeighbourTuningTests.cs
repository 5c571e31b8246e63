using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training;

[Collection(nameof(SeededRandom))]
public sealed class NeighbourTuningTests
{
    private const int Pixels = 12;

    /// <summary>Two kinds that differ in one pixel, among pixels that say nothing.</summary>
    private static (Tensor Pictures, Tensor Labels) Set(ulong seed)
    {
        TorchRuntime.EnsurePrepared();
        var random = new Generator(seed);
        var pictures = rand([200, Pixels], generator: random);
        var labels = arange(200).remainder(2);
        pictures[.., 0] = labels.to(float32) * 0.4 + 0.3;
        return (pictures, labels);
    }

    private static double Error(Tensor asked, Tensor askedLabels, Tensor known, Tensor labels) => RealNeighbours.Error(
        asked, [.. askedLabels.data<long>().ToArray().Select(label => (int)label)],
        known, [.. labels.data<long>().ToArray().Select(label => (int)label)], 3);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pictures_of_one_label_come_together_also_those_that_were_not_seen(bool binary)
    {
        var (pictures, labels) = Set(1);
        var (asked, askedLabels) = Set(2);
        Assert.InRange(Error(asked, askedLabels, pictures, labels), 0.12, 0.6);
        TorchRuntime.Seed(1);
        using var network = new DeepAutoencoder([Pixels, 20, 4]);
        var tuning = new NeighbourTuning(
            new NeighbourTuningOptions
            {
                Descent = new DescentOptions { Epochs = 150, Batch = 100, LearningRate = 0.01 },
                NeighbourUnits = 4,
                Binary = binary,
            });
        tuning.Run(network, pictures, labels, cancel: TestContext.Current.CancellationToken);
        Assert.InRange(Error(tuning.Code(network, asked), askedLabels, tuning.Code(network, pictures), labels), 0, 0.08);
        if (binary) Assert.True(tuning.Code(network, asked).abs().eq(1).all().item<bool>());
    }

    [Fact]
    public void Units_that_no_neighbour_pulls_at_only_reconstruct()
    {
        var (pictures, labels) = Set(1);
        TorchRuntime.Seed(1);
        using var network = new DeepAutoencoder([Pixels, 20, 6]);
        var tuning = new NeighbourTuning(
            new NeighbourTuningOptions { Descent = new DescentOptions { Epochs = 150, Batch = 100, LearningRate = 0.01 }, NeighbourUnits = 2 });
        tuning.Run(network, pictures, labels, cancel: TestContext.Current.CancellationToken);
        var code = tuning.Code(network, pictures);
        Assert.True(Error(code[.., ..2], labels, code[.., ..2], labels) < Error(code[.., 2..], labels, code[.., 2..], labels));
    }
}
