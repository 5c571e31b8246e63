using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training;

[Collection(nameof(SeededRandom))]
public sealed class MinibatchDescentTests
{
    [Theory]
    [InlineData(null, 0.1)]
    [InlineData(0.9, 0.02)]
    public void A_line_is_found_through_points_on_it_and_every_row_is_seen_once_a_pass(double? momentum, double rate)
    {
        TorchRuntime.EnsurePrepared();
        using var random = new Generator(1);
        var rows = randn([100, 3], generator: random);
        var wanted = rows.mv(tensor(new[] { 1f, -2, 3 })) + 0.5;
        using var line = nn.Linear(3, 1);
        var seen = new List<long>();
        new MinibatchDescent(new DescentOptions { Epochs = 100, Batch = 25, LearningRate = rate, Momentum = momentum }).Run(line, 100, (chosen, done) =>
        {
            Assert.InRange(done, 0, 0.9999);
            seen.AddRange(chosen.data<long>().ToArray());
            return [new PartialLoss("error", (line.forward(rows.index_select(0, chosen)).squeeze(1) - wanted.index_select(0, chosen)).square().mean())];
        }, cancel: TestContext.Current.CancellationToken);
        Assert.True(line.weight.allclose(tensor(new[] { 1f, -2, 3 }).reshape(1, 3), atol: 1e-2));
        Assert.Equal(0.5, line.bias!.item<float>(), 1e-2);
        Assert.Equal(Enumerable.Range(0, 100).Select(row => (long)row), seen.Take(100).Order());
        Assert.NotEqual(seen.Take(100), seen.Skip(100).Take(100));
    }
}
