using ImageCodes.Model.Codes.Coders;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Experiments.Data;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using ImageCodes.Model.Training.Losses;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// Digits in the plane, by what is called similar: principal components and linear discriminants, linear and nonlinear neighbourhood
/// components analysis (Goldberger et al. 2004; Salakhutdinov and Hinton 2007), and a siamese network that makes digits of a kind agree
/// (Hadsell et al. 2006). What the nearest in the plane say of a digit not seen.
/// </summary>
internal sealed class SimilarityExperiment : IExperiment
{
    private const int Plane = 2;
    private const int MoreNumbers = 32;
    private const int Votes = 5;
    private const int Shown = 3_000;
    private const double Margin = 4;

    private static readonly DescentOptions Linear = new() { Epochs = 30, Batch = 1_000, LearningRate = 3e-3 };
    private static readonly DescentOptions Deep = new() { Epochs = 30, Batch = 1_000 };
    private static readonly DescentOptions DeepNeighbours = Deep with { LearningRate = MnistAutoencoder.Descent.LearningRate };

    public string Name => "similarity";

    public string Summary =>
        "MNIST in two dimensions by PCA, LDA, linear and nonlinear NCA and a siamese network: scatter pictures, and errors of the five nearest.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        using var train = Mnist.Read(context, "train");
        using var test = Mnist.Read(context, "t10k");
        using var labels = tensor(train.Labels.ToArray());
        ExperimentFigure Figure(string name, Tensor asked, Tensor known, double? floor = null, string? published = null) =>
            new($"{name}: {Votes}-NN error in percent", 100 * RealNeighbours.Error(asked, test.Labels, known, train.Labels, Votes), floor, published);
        var figures = new List<ExperimentFigure> { Figure("pixels", test.Pictures, train.Pictures, published: "3.05") };
        void Plot(string name, Tensor asked, Tensor known, string? published = null)
        {
            figures.Add(Figure($"2 numbers by {name}", asked, known, published: published));
            Scatter(context, name, asked, test.Labels);
        }

        var (mean, components) = PrincipalDirections.Of(train.Pictures, Plane);
        Plot("PCA", (test.Pictures - mean).mm(components), (train.Pictures - mean).mm(components));
        var discriminants = LinearDiscriminant.Learn(train.Pictures, labels, Plane);
        Plot("LDA", test.Pictures.mm(discriminants), train.Pictures.mm(discriminants));
        using (var linear = LinearNca(context.Part("linear NCA"), train, labels, Plane)) Plot("linear NCA", Codes(linear, test), Codes(linear, train));
        var inPlane = new NeighbourTuningOptions { Descent = DeepNeighbours, NeighbourUnits = Plane };
        using (var digits = MnistAutoencoder.Learn(context.Part("nonlinear NCA"), train, test, Plane, inPlane))
            Plot("nonlinear NCA", digits.Asked, digits.Known, "2.65 (DNet-kNN)");
        using (var siamese = Siamese(context.Part("siamese network"), train, labels)) Plot("siamese network", Codes(siamese, test), Codes(siamese, train), "2.65 (DNet-kNN)");
        using (var linear = LinearNca(context.Part($"linear NCA, {MoreNumbers} numbers"), train, labels, MoreNumbers))
            figures.Add(Figure($"{MoreNumbers} numbers by linear NCA", Codes(linear, test), Codes(linear, train), 3.6, "3.27"));
        return figures;
    }

    private static Tensor Codes(SigmoidLayers layers, Mnist part)
    {
        using var _ = no_grad();
        return layers.forward(part.Pictures);
    }

    private static SigmoidLayers LinearNca(ExperimentContext context, Mnist train, Tensor labels, int numbers)
    {
        using var scope = NewDisposeScope();
        var layers = new SigmoidLayers(Mnist.Pixels, numbers);
        var (mean, directions) = PrincipalDirections.Of(train.Pictures, numbers);
        layers.Set(0, directions, -mean.unsqueeze(0).mm(directions).squeeze(0));
        return Learned(context, layers, train, labels, Linear,
            (codes, own) => new("neighbours", NeighbourhoodComponents.Loss(codes, own, 1.0 / (4 * numbers))));
    }

    private static SigmoidLayers Siamese(ExperimentContext context, Mnist train, Tensor labels)
    {
        using var stack =
            LayerByLayer.Learn(context, "mnist", train.Pictures, ObservationModel.Bernoulli,
                [.. MnistAutoencoder.Layers, new StackedLayer(Plane, Linear: true)]);
        var layers = new SigmoidLayers([Mnist.Pixels, .. stack.Machines.Select(machine => (int)machine.Weights.shape[1])]);
        layers.Set(stack.Machines);
        return Learned(context, layers, train, labels, Deep, (codes, own) => new("pairs", ContrastivePairs.Loss(codes, own, Margin)));
    }

    private static SigmoidLayers Learned(
        ExperimentContext context, SigmoidLayers layers, Mnist train, Tensor labels, DescentOptions options, Func<Tensor, Tensor, PartialLoss> loss)
    {
        context.Learn(layers, train.Pictures.shape[0], options, (chosen, _) =>
        {
            var kinds = labels.index_select(0, chosen);
            return [loss(layers.forward(train.Pictures.index_select(0, chosen)), kinds.unsqueeze(1).eq(kinds.unsqueeze(0)))];
        });
        return layers;
    }

    private static void Scatter(ExperimentContext context, string name, Tensor points, IReadOnlyList<int> labels)
    {
        var chart = new Chart($"MNIST's test digits by {name}", "", "");
        var places = points[..Shown].data<float>().ToArray().Chunk(Plane)
            .Select((point, row) => (Label: labels[row], X: (double)point[0], Y: (double)point[1])).ToList();
        foreach (var kind in places.GroupBy(place => place.Label).OrderBy(group => group.Key))
            chart.Dots($"{kind.Key}", kind.Select(place => (place.X, place.Y)));
        context.Show(name, chart);
    }
}
