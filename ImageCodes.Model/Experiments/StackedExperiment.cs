using ImageCodes.Model.Experiments.Data;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// Greedy pre-training, then labels (Hinton and Salakhutdinov 2006): 784-500-500-2000-10 from layers learned as restricted Boltzmann
/// machines of all digits, and from random weights, with 1, 10 and 100 % of the labels.
/// </summary>
internal sealed class StackedExperiment : IExperiment
{
    private const int Steps = 4_800;      // of fine-tuning, however many labels there are
    private const int QuickSteps = 400;   // of which a quick run goes a tenth
    private const int LayerEpochs = 50;
    private const int Shown = 50;         // filters
    private const double Rate = 2e-3;     // the least error of the pre-trained network on 10,000 training digits that were held back

    public string Name => "stacked";

    public string Summary =>
        "MNIST, 784-500-500-2000-10: test errors with and without layer-by-layer pre-training, with 1, 10 and 100 % of the labels.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        using var train = Mnist.Read(context, "train");
        using var test = Mnist.Read(context, "t10k");
        // A quick run shares its layers with other experiments.
        IReadOnlyList<StackedLayer> layers =
            context.Quick ? MnistAutoencoder.Layers : [.. MnistAutoencoder.Layers.Select(layer => layer with { Epochs = LayerEpochs })];
        using var stack = LayerByLayer.Learn(context, "mnist", train.Pictures, ObservationModel.Bernoulli, layers);
        var figures = new List<ExperimentFigure>();
        foreach (var (percent, aim, published, publishedRandom) in new[] { (1, null, null, null), (10, null, null, null), (100, (double?)1.32, "1.2 (Hinton and Salakhutdinov 2006)", "1.6, the best they know of, of other shapes") })
        {
            var known = percent == 100
                ? null
                : LabelledDraw.Of(train.Labels, Math.Max(1, train.Labels.Count * percent / 100 / Mnist.Kinds), context.Seed).Drawn;
            figures.Add(new($"{percent} % of the labels, pre-trained: test error in percent", Error(context, stack, percent, known, train, test), aim, published));
            figures.Add(new($"{percent} % of the labels, random start: test error in percent", Error(context, null, percent, known, train, test), Published: publishedRandom));
        }

        return figures;
    }

    /// <summary>
    /// Learns from the labels of the rows that are known, all where that is null, and shows what the first layer looks for then.
    /// </summary>
    private static double Error(ExperimentContext context, MachineStack? stack, int percent, IReadOnlyList<int>? known, Mnist train, Mnist test)
    {
        using var scope = NewDisposeScope();
        TorchRuntime.Seed(context.Seed);
        using var layers = new SigmoidLayers([Mnist.Pixels, .. MnistAutoencoder.Layers.Select(layer => layer.Units), Mnist.Kinds]);
        layers.Set(stack?.Machines ?? []);
        var rows = known is null ? train.Pictures : train.Pictures.index_select(0, tensor(known.Select(place => (long)place).ToArray()));
        IReadOnlyList<int> labels = known is null ? train.Labels : [.. known.Select(place => train.Labels[place])];
        var batch = Math.Min(250, labels.Count);
        var begun = stack is null ? "random start" : "pre-trained";
        var epochs = Math.Max(1, (context.Quick ? QuickSteps : Steps) * batch / labels.Count);
        Classification.Learn(
            context.Part($"{percent} % of the labels, {begun}"), layers, rows, labels,
            new DescentOptions { Batch = batch, Epochs = epochs, LearningRate = Rate });
        context.Show($"filters of the first layer after {percent} percent of the labels, {begun}", GreyPictures.OfFilters(layers.Filters, Shown), 10);
        return Classification.Error(layers, test.Pictures, test.Labels);
    }
}
