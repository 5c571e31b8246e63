using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Networks;

public sealed class LinearDiscriminantTests
{
    [Fact]
    public void The_first_direction_is_that_in_which_classes_lie_apart_not_that_of_most_spread()
    {
        TorchRuntime.EnsurePrepared();
        using var random = new Generator(1);
        var labels = arange(400).remainder(2);
        var rows = randn([400, 2], generator: random) * tensor(new[] { 10f, 0.1f });
        rows[.., 1] += labels.to(float32);
        var direction = LinearDiscriminant.Learn(rows, labels, 1);
        Assert.True(direction[1, 0].abs().item<float>() > 50 * direction[0, 0].abs().item<float>());
        var spread = (rows.mm(direction)[labels.eq(0)]).std().item<float>();
        Assert.InRange(spread, 0.3, 1.1);   // the ridge takes some of it where one direction spreads a hundred times as far
    }
}
