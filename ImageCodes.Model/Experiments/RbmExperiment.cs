using ImageCodes.Model.Experiments.Data;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// The restricted Boltzmann machine beside the autoencoder of as many units: binary visible units (digits) and real ones (patches of photographs),
/// learned by contrastive divergence with one step.
/// </summary>
internal sealed class RbmExperiment : IExperiment
{
    private const int Units = 500;
    private const int UnitsOfPatches = 144;
    private const int Patches = 50_000;
    private const int Shown = 100;

    public string Name => "rbm";

    public string Summary => "MNIST and patches of photographs: restricted Boltzmann machines with binary and with Gaussian visible units by CD-1, filters and errors beside an autoencoder's.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        using var train = Mnist.Read(context, "train");
        using var test = Mnist.Read(context, "t10k");
        var (patches, otherPatches) = PhotographPatches.ReadCentred(context, Patches);
        return
        [
            .. Compare(context, "mnist", "MNIST", Units, ObservationModel.Bernoulli, train.Pictures, test.Pictures),
            .. Compare(context, "patches", "patches of photographs", UnitsOfPatches, ObservationModel.Gaussian, patches, otherPatches),
        ];
    }

    private static IEnumerable<ExperimentFigure> Compare(ExperimentContext context, string file, string data, int units, ObservationModel visible, Tensor seen, Tensor unseen)
    {
        using var scope = NewDisposeScope();
        using var stack = LayerByLayer.Learn(context, file, seen, visible, [new StackedLayer(units, Epochs: 20)]);
        var machine = stack.Machines[0];
        using var autoencoder = OneLayer.Learn(context, seen, units, visible, new DescentOptions { Epochs = 20, Batch = 100, LearningRate = 2e-3 });
        using var _ = no_grad();
        context.Show($"filters of the machine, {data}", GreyPictures.OfFilters(machine.Weights, Shown), 10);
        context.Show($"filters of the autoencoder, {data}", GreyPictures.OfFilters(autoencoder.Weights, Shown), 10);
        double Error(Tensor drawn) => (drawn - unseen).square().sum(1).mean().ToDouble();
        var hidden = machine.HiddenMeans(unseen);
        return
        [
            new($"{data}, {units} units: squared error a row, machine", Error(machine.VisibleMeans(hidden, unseen))),
            new($"{data}, {units} units: squared error a row, autoencoder", Error(autoencoder.forward(unseen))),
            new($"{data}, {units} units: squared error a row, the mean of all", Error(seen.mean([0L]).expand_as(unseen))),
            new($"{data}, {units} units: mean activity of the machine's units", hidden.mean().ToDouble()),
            new($"{data}, {units} units: mean activity of the autoencoder's units", autoencoder.Encode(unseen).mean().ToDouble()),
        ];
    }
}
