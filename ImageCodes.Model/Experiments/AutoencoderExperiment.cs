using ImageCodes.Model.Experiments.Data;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// The autoencoder of one layer of sigmoid units and tied weights: with fewer units than pixels and with more, on chances (digits,
/// cross-entropy) and on real numbers (patches of photographs, squared error).
/// </summary>
internal sealed class AutoencoderExperiment : IExperiment
{
    private const int Patches = 50_000;
    private const int Shown = 100;
    private const int Checked = 100;      // rows on which gradients are compared
    private const double Close = 1e-4;    // of the largest gradient: what float32 leaves

    private static readonly DescentOptions Descent = new() { Epochs = 20, Batch = 100, LearningRate = 2e-3 };

    public string Name => "autoencoder";

    public string Summary =>
        "MNIST and patches of photographs: a sigmoid autoencoder with tied weights, under- and overcomplete; "
            + "its gradients beside their formulas, its error, its filters.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        using var train = Mnist.Read(context, "train");
        using var test = Mnist.Read(context, "t10k");
        var (patches, otherPatches) = PhotographPatches.ReadCentred(context, Patches);
        return
        [
            .. Learn(context, "MNIST", 100, ObservationModel.Bernoulli, train.Pictures, test.Pictures),
            .. Learn(context, "MNIST", 1_000, ObservationModel.Bernoulli, train.Pictures, test.Pictures),
            .. Learn(context, "patches of photographs", 64, ObservationModel.Gaussian, patches, otherPatches),
        ];
    }

    private static IEnumerable<ExperimentFigure> Learn(
        ExperimentContext context, string data, int units, ObservationModel visible, Tensor seen, Tensor unseen)
    {
        using var scope = NewDisposeScope();
        using var network = OneLayer.Learn(context, seen, units, visible, Descent);
        var (atOutputs, ofTied) = GradientErrors(network, unseen[..Checked]);
        using var _ = no_grad();
        context.Show($"filters of {units} units, {data}", GreyPictures.OfFilters(network.Weights, Shown), 10);
        return
        [
            new($"{data}, {units} units: squared error a row", (network.forward(unseen) - unseen).square().sum(1).mean().ToDouble()),
            new($"{data}, {units} units: error of 'reconstruction less data' as the outputs' gradient", atOutputs, Close),
            new($"{data}, {units} units: error of 'sum of both uses' as the tied weights' gradient", ofTied, Close),
        ];
    }

    /// <summary>
    /// How far the formulas are from what backpropagation gives, as shares of the largest gradient: by the outputs, x̂ - x; by the tied
    /// weights, xᵀδ of the encoder plus (hᵀ(x̂ - x))ᵀ of the decoder, with δ = (x̂ - x)W ∘ h ∘ (1 - h).
    /// </summary>
    internal static (double AtOutputs, double OfTied) GradientErrors(TiedAutoencoder network, Tensor rows)
    {
        using var scope = NewDisposeScope();
        network.zero_grad();
        var hidden = network.Encode(rows);
        var outputs = network.Decode(hidden);
        outputs.retain_grad();
        (network.Visible.Loss(outputs, rows) * rows.shape[0]).backward();
        using var _ = no_grad();
        var difference = network.Visible.Mean(outputs, rows) - rows;   // (B, D)
        var atHidden = difference.matmul(network.Weights) * hidden * (1 - hidden);   // (B, Hidden)
        var both = rows.t().matmul(atHidden) + hidden.t().matmul(difference).t();   // (D, Hidden)
        return (Distance(difference, outputs.grad!), Distance(both, network.Weights.grad!));
    }

    private static double Distance(Tensor formula, Tensor found) => ((formula - found).abs().max() / found.abs().max()).ToDouble();
}
