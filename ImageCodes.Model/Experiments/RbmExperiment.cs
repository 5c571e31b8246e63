using ImageCodes.Model.Experiments.Data;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// The restricted Boltzmann machine beside the autoencoder of as many units: binary visible units (digits) and real ones (whitened patches
/// of photographs), learned by contrastive divergence with one step.
/// </summary>
internal sealed class RbmExperiment : IExperiment
{
    private const int Patches = 50_000;
    private const int Shown = 100;

    private static readonly StackedLayer OfDigits = new(500, Epochs: 20);

    // Smaller steps leave filters noise; with these, units that begin by being on half the time run off to infinity.
    private static readonly StackedLayer OfPatches = new(196, Epochs: 60, LearningRate: 0.05, HiddenBias: -3);

    public string Name => "rbm";

    public string Summary =>
        "MNIST and whitened patches of photographs: "
            + "restricted Boltzmann machines with binary and with Gaussian visible units by CD-1, filters and errors beside an autoencoder's.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        using var train = Mnist.Read(context, "train");
        using var test = Mnist.Read(context, "t10k");
        var (patches, otherPatches) = PhotographPatches.ReadWhitened(context, Patches);
        return
        [
            .. Compare(context, "mnist", "MNIST", OfDigits, ObservationModel.Bernoulli, train.Pictures, test.Pictures),
            .. Compare(context, "patches", "whitened patches of photographs", OfPatches, ObservationModel.Gaussian, patches, otherPatches),
        ];
    }

    private static IEnumerable<ExperimentFigure> Compare(
        ExperimentContext experiment, string file, string data, StackedLayer layer, ObservationModel visible, Tensor seen, Tensor unseen)
    {
        using var scope = NewDisposeScope();
        var context = experiment.Part(data);
        using var stack = LayerByLayer.Learn(context, file, seen, visible, [layer]);
        var machine = stack.Machines[0];
        using var autoencoder = OneLayer.Learn(context, seen, layer.Units, visible, new DescentOptions { Epochs = 20, Batch = 100, LearningRate = 2e-3 });
        using var _ = no_grad();
        context.Show($"filters of the machine, {data}", GreyPictures.OfFilters(machine.Weights, Shown), 10);
        context.Show($"filters of the autoencoder, {data}", GreyPictures.OfFilters(autoencoder.Weights, Shown), 10);
        double Error(Tensor drawn) => (drawn - unseen).square().sum(1).mean().ToDouble();
        var hidden = machine.HiddenMeans(unseen);
        return
        [
            new($"{data}, {layer.Units} units: squared error a row, machine", Error(machine.VisibleMeans(hidden, unseen))),
            new($"{data}, {layer.Units} units: squared error a row, autoencoder", Error(autoencoder.forward(unseen))),
            new($"{data}, {layer.Units} units: squared error a row, the mean of all", Error(seen.mean([0L]).expand_as(unseen))),
            new($"{data}, {layer.Units} units: mean activity of the machine's units", hidden.mean().ToDouble()),
            new($"{data}, {layer.Units} units: mean activity of the autoencoder's units", autoencoder.Encode(unseen).mean().ToDouble()),
        ];
    }
}
