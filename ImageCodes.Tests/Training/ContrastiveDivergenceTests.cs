using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using ImageCodes.Web.Jobs;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training;

public sealed class ContrastiveDivergenceTests
{
    public ContrastiveDivergenceTests() => TorchRuntime.EnsurePrepared();

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    [Fact]
    public void The_directions_are_those_computed_by_hand()
    {
        // One visible and one hidden unit, joined so strongly that the hidden one's state is certain.
        using var random = new Generator(1);
        using var machine = new RestrictedBoltzmannMachine(1, 1, linear: false, random);
        machine.Weights.fill_(40);
        machine.HiddenBias.fill_(-20);
        machine.VisibleBias.fill_(-39);
        var drawn = Sigmoid(40 - 39);   // the hidden unit is on
        var hiddenOfDrawn = Sigmoid(40 * drawn - 20);
        var (directions, error) = ContrastiveDivergence.Divergence(machine, ones(1, 1), random);
        Assert.Equal(1 - drawn * hiddenOfDrawn, directions[0].ToDouble(), tolerance: 1e-5);
        Assert.Equal(1 - drawn, directions[1].ToDouble(), tolerance: 1e-5);
        Assert.Equal(1 - hiddenOfDrawn, directions[2].ToDouble(), tolerance: 1e-5);
        Assert.Equal((1 - drawn) * (1 - drawn), error, tolerance: 1e-5);
    }

    [Fact]
    public void A_machine_learns_the_patterns_it_is_shown()
    {
        using var random = new Generator(2);
        using var machine = new RestrictedBoltzmannMachine(6, 8, linear: false, random);
        var patterns = tensor(new float[] { 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1 }).reshape(2, 6).repeat(50, 1);
        var options = new DivergenceOptions { Epochs = 60, Batch = 10 };
        var errors = new List<double>();
        ContrastiveDivergence.Learn(machine, patterns, options, random, new TrainingLoop(
            _ => "", ContrastiveDivergence.StepsOf(100, options), 10,
            new Telling<TrainingProgress>(at => errors.Add(at.Losses["reconstruction"])), TestContext.Current.CancellationToken));
        Assert.True(errors[0] > 0.8, $"{errors[0]}");
        Assert.InRange(errors[^1], 0, 0.1);
        var drawn = machine.VisibleMeans(machine.HiddenMeans(patterns[..2]), patterns[..2]);
        Assert.True((drawn - patterns[..2]).abs().max().ToDouble() < 0.2);
    }

    [Fact]
    public void Linear_hidden_units_have_their_inputs_as_means()
    {
        using var random = new Generator(3);
        using var machine = new RestrictedBoltzmannMachine(2, 1, linear: true, random);
        machine.Weights.copy_(tensor(new float[] { 2, -3 }).reshape(2, 1));
        machine.HiddenBias.fill_(0.5f);
        Assert.Equal(2 * 0.5 - 3 + 0.5, machine.HiddenMeans(tensor(new float[] { 0.5f, 1 }).reshape(1, 2)).ToDouble(), precision: 5);
    }

    [Fact]
    public void Real_visible_units_have_their_inputs_as_means_and_counts_as_many_words_as_their_data()
    {
        using var random = new Generator(3);
        using var real = new RestrictedBoltzmannMachine(2, 1, linear: false, random) { Visible = ObservationModel.Gaussian };
        using var counts = new RestrictedBoltzmannMachine(2, 1, linear: false, random) { Visible = ObservationModel.Multinomial };
        foreach (var machine in new[] { real, counts }) machine.Weights.copy_(tensor(new[] { (float)Math.Log(3), 0 }).reshape(2, 1));
        var data = tensor(new float[] { 6, 2 }).reshape(1, 2);
        Assert.True(real.VisibleMeans(ones(1, 1), data).allclose(tensor(new[] { (float)Math.Log(3), 0 }).reshape(1, 2)));
        Assert.True(counts.VisibleMeans(ones(1, 1), data).allclose(data));   // three to one, of eight
    }
}
