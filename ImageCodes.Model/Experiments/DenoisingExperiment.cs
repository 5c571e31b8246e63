using ImageCodes.Model.Codes.Coders;
using ImageCodes.Model.Experiments.Data;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// Denoising autoencoders (Vincent, Larochelle, Lajoie, Bengio and Manzagol 2010): a corrupted picture goes in, the clean one should come
/// out. Filters by how much is masked; patches of photographs, whose filters become edges where principal components are waves; and three
/// layers of 1,000 units, learned one above the other with and without masks and tuned by labels.
/// </summary>
internal sealed class DenoisingExperiment : IExperiment
{
    private const int Units = 1_000;
    private const int UnitsOfPatches = 256;
    private const int Patches = 100_000;
    private const double PatchNoise = 2;         // of a patch's standard deviation
    private const double PatchHiddenBias = -3;   // units that are seldom on become edges; those that are on half the time, mixtures
    private const double DigitNoise = 0.3;
    private const int Layers = 3;
    private const double StackMask = 0.25;
    private const int Shown = 100;

    private static readonly DescentOptions Descent = new() { Epochs = 10, Batch = 100 };
    private static readonly DescentOptions StackDescent = Descent with { Epochs = 20 };
    private static readonly DescentOptions PatchDescent = Descent with { Epochs = 20, LearningRate = 2e-3 };
    private static readonly DescentOptions Tuning = new() { Epochs = 20, Batch = 250, LearningRate = 2e-3 };

    public string Name => "denoising";

    public string Summary =>
        "MNIST and patches of photographs: denoising autoencoders by masks and by noise, their filters; three layers stacked and tuned, with masks and without.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        using var train = Mnist.Read(context, "train");
        using var test = Mnist.Read(context, "t10k");
        var stackMasked = StackedError(context, train, test, StackMask);
        var stackClean = StackedError(context, train, test, 0);
        var figures = new List<ExperimentFigure>
        {
            new($"MNIST, 3 x {Units} units, {StackMask:P0} masked, tuned: test error in percent", stackMasked, 1.41, "1.28 (Vincent et al. 2010)"),
            new($"MNIST, 3 x {Units} units, nothing masked, tuned: test error in percent", stackClean, Published: "1.40"),
        };
        foreach (var (name, corrupt) in new (string, Func<Tensor, Generator, Tensor>)[]
        {
            ("0 percent masked", (rows, _) => rows), ("25 percent masked", (rows, random) => Corruption.Mask(rows, 0.25, random)), ("50 percent masked", (rows, random) => Corruption.Mask(rows, 0.5, random)),
            ("Gaussian noise", (rows, random) => Corruption.Noise(rows, DigitNoise, random)),
        })
        {
            using var inner = NewDisposeScope();
            using var network = OneLayer.Learn(context.Part(name), train.Pictures, Units, ObservationModel.Bernoulli, Descent, corrupt);
            using var _ = no_grad();
            context.Show($"filters, MNIST, {name}", GreyPictures.OfFilters(network.Weights, Shown), 10);
            figures.Add(new($"MNIST, {Units} units, {name}: squared error of clean digits", (network.forward(test.Pictures) - test.Pictures).square().sum(1).mean().ToDouble()));
        }

        ShowPatchFilters(context);
        return figures;
    }

    private static double StackedError(ExperimentContext context, Mnist train, Mnist test, double masked)
    {
        using var scope = NewDisposeScope();
        TorchRuntime.Seed(context.Seed);
        using var layers = new SigmoidLayers([Mnist.Pixels, .. Enumerable.Repeat(Units, Layers), Mnist.Kinds]);
        var data = train.Pictures;
        for (var layer = 0; layer < Layers; layer++)
        {
            using var network =
                OneLayer.Learn(context.Part($"{masked:P0} masked, layer {layer + 1}"), data, Units, ObservationModel.Bernoulli,
                    StackDescent, (rows, random) => masked > 0 ? Corruption.Mask(rows, masked, random) : rows);
            using var _ = no_grad();
            layers.Set(layer, network.Weights, network.HiddenBias);
            data = network.Encode(data);
        }

        Classification.Learn(context.Part($"{masked:P0} masked, all layers by labels"), layers, train.Pictures, train.Labels, Tuning);
        return Classification.Error(layers, test.Pictures, test.Labels);
    }

    private static void ShowPatchFilters(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        var (patches, _) = PhotographPatches.ReadCentred(context, Patches);
        using var network =
            OneLayer.Learn(context.Part("patches of photographs"), patches, UnitsOfPatches, ObservationModel.Gaussian,
                PatchDescent, (rows, random) => Corruption.Noise(rows, PatchNoise, random), hiddenBias: PatchHiddenBias);
        context.Show("filters, patches of photographs, denoising", GreyPictures.OfFilters(network.Weights, Shown), 10);
        context.Show("filters, patches of photographs, principal components",
            GreyPictures.OfFilters(PrincipalDirections.Of(patches, Shown).Directions, Shown), 10);
    }
}
