using ImageCodes.Model.Experiments;
using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Networks;

public sealed class LogisticComponentsTests
{
    [Fact]
    public void Chances_of_one_cause_are_drawn_by_one_component_better_than_by_a_linear_one()
    {
        TorchRuntime.EnsurePrepared();
        using var random = new Generator(1);
        var rows = (randn([300, 1], generator: random) * 4).mm(randn([1, 10], generator: random)).sigmoid();
        using var logistic = LogisticComponents.Learn(rows[..200], 1, rounds: 200, TestContext.Current.CancellationToken);
        var (ours, linear) = (DeepReconstruction.Error(logistic.Reconstruct(rows[200..]), rows[200..]), DeepReconstruction.Error(DeepReconstruction.OfComponents(rows[..200], rows[200..], 1), rows[200..]));
        Assert.True(ours < linear / 5, $"{ours} of {linear}");
    }
}
