using ImageCodes.Model.Experiments.Data;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using ImageCodes.Model.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// Contractive autoencoders (Rifai et al. 2011): hidden units that hardly move when the digit does. How far they move by how far the digit
/// does, beside plain and denoising autoencoders of as many units; and the error of each as the beginning of a classifier.
/// </summary>
internal sealed class ContractiveExperiment : IExperiment
{
    private const int Units = 1_000;
    private const double Weight = 0.5;     // the least error, among .1, .5 and 2, on 10,000 training digits that were held back
    private const double Noise = 0.3;
    private const double Smoothing = 0.1;  // of labels; the least error, among 0, .1 and .2, on the same digits
    private const int Asked = 1_000;       // digits that are moved
    private const int Shown = 100;

    private static readonly DescentOptions Descent = new() { Epochs = 30, Batch = 100 };
    // Adam forgets where it began.
    private static readonly DescentOptions Tuning = new() { Epochs = 60, Batch = 100, LearningRate = 0.2, Momentum = 0.9 };
    private static readonly double[] Radii = [0.25, 0.5, 1, 2, 3, 4, 6, 8];   // a digit is about 9 long

    public string Name => "contractive";

    public string Summary =>
        "MNIST: contractive beside plain and denoising autoencoders: how far hidden units move when a digit does, and the test error after tuning by labels.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        using var train = Mnist.Read(context, "train");
        using var test = Mnist.Read(context, "t10k");
        var figures = new List<ExperimentFigure>();
        var chart = new Chart(
            "How far hidden units move when a digit does", "length of the move of the digit", "length of the move of hidden units, as a share of it");
        foreach (var (name, weight, noise, aim, published) in new[]
        {
            ("contractive", Weight, 0.0, (double?)1.25, "1.14 (Rifai et al. 2011)"), ("denoising, Gaussian", 0, Noise, null, "1.18"), ("plain", 0, 0, null, "1.78"),
        })
        {
            using var inner = NewDisposeScope();
            var part = context.Part(name);
            using var network =
                OneLayer.Learn(part, train.Pictures, Units, ObservationModel.Bernoulli, Descent,
                    (rows, random) => noise > 0 ? Corruption.Noise(rows, noise, random) : rows, weight);
            var moves = Radii.Select(radius => (radius, MoveOf(network, test.Pictures[..Asked], radius, context.Seed))).ToList();
            chart.Line(name, moves);
            context.Show($"filters, {name}", GreyPictures.OfFilters(network.Weights, Shown), 10);
            figures.Add(new($"MNIST, {Units} units, {name}, tuned: test error in percent", ErrorOf(part, network, train, test), aim, published));
            using (no_grad()) figures.Add(new($"{name}: mean squared Frobenius norm of the Jacobian, test digits", Contraction.Loss(network.Encode(test.Pictures), network.Weights).ToDouble()));
            figures.Add(new($"{name}: move of hidden units as a share of a move of {Radii[2]}", moves[2].Item2));
        }

        context.Show("moves", chart);
        return figures;
    }

    /// <summary>‖h(x + r) - h(x)‖ / ‖r‖ for moves r of one length in directions by chance, mean over digits.</summary>
    private static double MoveOf(TiedAutoencoder network, Tensor digits, double radius, int seed)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var random = new Generator((ulong)seed);
        var direction = nn.functional.normalize(randn(digits.shape, generator: random), dim: 1);
        return ((network.Encode(digits + direction * radius) - network.Encode(digits)).norm(1) / radius).mean().ToDouble();
    }

    private static double ErrorOf(ExperimentContext context, TiedAutoencoder network, Mnist train, Mnist test)
    {
        TorchRuntime.Seed(context.Seed);
        using var layers = new SigmoidLayers(Mnist.Pixels, Units, Mnist.Kinds);
        layers.Set(0, network.Weights, network.HiddenBias);
        Classification.Learn(context, layers, train.Pictures, train.Labels, Tuning, Smoothing);
        return Classification.Error(layers, test.Pictures, test.Labels);
    }
}
