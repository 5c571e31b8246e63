using ImageCodes.Model.Codes.Coders;
using ImageCodes.Model.Experiments;
using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Experiments;

public sealed class PcaExperimentTests
{
    [Fact]
    public void A_linear_autoencoder_ends_where_the_principal_components_are()
    {
        TorchRuntime.EnsurePrepared();
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        // Twelve directions of falling spread, turned by chance.
        var (turn, _) = linalg.qr(randn([12, 12], generator: random));
        var vectors = (randn([500, 12], generator: random) * arange(12, 0, -1)).mm(turn);
        var (mean, directions) = PrincipalDirections.Of(vectors, 5);
        var (encoder, decoder) = PcaExperiment.Learn(5, vectors - mean, rounds: 60, seed: 1, told: null, TestContext.Current.CancellationToken);
        Assert.Equal(0, PcaExperiment.LargestAngle(directions, linalg.qr(decoder).Q), 0.1);
        var best = PcaExperiment.Error(vectors - mean, directions.t(), directions);
        Assert.InRange(PcaExperiment.Error(vectors - mean, encoder, decoder), best * 0.9999, best * 1.0001);
    }

    [Fact]
    public void The_angle_between_subspaces_is_that_of_the_direction_in_which_they_part_most()
    {
        TorchRuntime.EnsurePrepared();
        using var scope = NewDisposeScope();
        var (along, turned) = (tensor(new[,] { { 1f, 0f }, { 0f, 1f }, { 0f, 0f } }), tensor(new[,] { { 1f, 0f }, { 0f, MathF.Cos(0.3f) }, { 0f, MathF.Sin(0.3f) } }));
        Assert.Equal(0.3 * 180 / Math.PI, PcaExperiment.LargestAngle(along, turned), 1e-3);
        Assert.Equal(0, PcaExperiment.LargestAngle(along, along.flip(1)), 1e-6);
    }
}
