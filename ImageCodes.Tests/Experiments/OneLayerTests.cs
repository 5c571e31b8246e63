using ImageCodes.Model.Experiments;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using ImageCodes.Model.Training.Losses;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Experiments;

[Collection(nameof(SeededRandom))]
public sealed class OneLayerTests : IDisposable
{
    private static readonly DescentOptions Descent = new() { Epochs = 150, Batch = 50, LearningRate = 2e-2 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private ExperimentContext Context =>
        new() { Data = _folder.Path, Work = _folder["work"], Model = "", Decoder = new PictureDecoder(new ImagingOptions()) };

    /// <summary>Rows of 20 numbers, each row one of four patterns of 0 and 1.</summary>
    private static Tensor Patterns()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        var patterns = rand([4, 20], generator: random).gt(0.5).to(float32);
        return patterns[randint(0, 4, [400], generator: random)].DetachFromDisposeScope();
    }

    [Fact]
    public void A_penalty_on_the_jacobian_makes_it_smaller_and_rows_are_drawn_all_the_same()
    {
        using var rows = Patterns();
        using var plain = OneLayer.Learn(Context, rows, 10, ObservationModel.Bernoulli, Descent);
        using var contractive = OneLayer.Learn(Context, rows, 10, ObservationModel.Bernoulli, Descent, contraction: 0.5);
        using var _ = no_grad();
        double Jacobian(TiedAutoencoder network) => Contraction.Loss(network.Encode(rows), network.Weights).item<float>();
        double Error(TiedAutoencoder network) => (network.forward(rows) - rows).square().sum(1).mean().item<float>();
        Assert.InRange(Jacobian(contractive), 0, Jacobian(plain) / 2);
        Assert.InRange(Error(plain), 0, 1);   // of 5 for a constant
        Assert.InRange(Error(contractive), 0, 2.5);
    }

    [Fact]
    public void What_the_network_sees_is_what_was_made_of_the_rows_and_what_it_draws_the_rows_themselves()
    {
        using var rows = Patterns();
        using var network = OneLayer.Learn(Context, rows, 10, ObservationModel.Bernoulli, Descent, (clean, _) => zeros_like(clean));
        using var _ = no_grad();
        // Of nothing the best that can be drawn is the mean.
        var (drawn, mean) = (network.forward(zeros(1, 20)), rows.mean([0L]));
        Assert.InRange((drawn - mean).abs().max().item<float>(), 0, 0.03f);
    }
}
