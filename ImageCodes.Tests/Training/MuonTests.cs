using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training;

public sealed class MuonTests
{
    public MuonTests() => TorchRuntime.EnsurePrepared();

    [Theory]
    [InlineData(6, 20)]
    [InlineData(20, 6)]
    public void A_step_moves_every_direction_by_about_the_rate(int rows, int columns)
    {
        var start = randn(rows, columns, generator: new Generator(1));
        start = start * Math.Sqrt(rows) / start.norm();
        using var weight = new Parameter(start.clone());
        using var muon = new Muon([weight]);
        (weight * randn(rows, columns, generator: new Generator(2))).sum().backward();
        muon.Step(0.1);
        var moved = linalg.svdvals((weight - start).detach()).data<float>().ToArray();
        Assert.All(moved, singular => Assert.InRange(singular, 0.05f, 0.13f));
    }

    [Fact]
    public void It_finds_the_direction_that_a_loss_asks_for()
    {
        using var weight = new Parameter(randn(4, 8, generator: new Generator(1)));
        var target = randn(4, 8, generator: new Generator(2));
        target = target / target.norm();
        using var muon = new Muon([weight]);
        double Miss() => (weight / weight.norm() - target).pow(2).sum().ToDouble();
        for (var step = 0; step < 200; step++)
        {
            weight.grad?.zero_();
            (weight / weight.norm() - target).pow(2).sum().backward();
            muon.Step(0.1 * (200 - step) / 200);
        }

        Assert.InRange(Miss(), 0, 0.01);
    }
}
