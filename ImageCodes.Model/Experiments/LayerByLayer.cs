using ImageCodes.Model.Files;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>A layer to be learned above others.</summary>
/// <param name="Units">How many it has.</param>
/// <param name="Linear">Whether they are linear, as those of a code.</param>
/// <param name="Epochs">Passes over what the layers below give.</param>
/// <param name="LearningRate">
/// Step size; 0.1 unless said, and 0.001 where units are linear or data are real (Hinton and Salakhutdinov 2006).
/// </param>
/// <param name="HiddenBias">Of each unit at first.</param>
internal sealed record StackedLayer(int Units, bool Linear = false, int Epochs = 10, double? LearningRate = null, double HiddenBias = 0);

/// <summary>Machines one above the other, the lowest first.</summary>
internal sealed record MachineStack(IReadOnlyList<RestrictedBoltzmannMachine> Machines) : IDisposable
{
    public void Dispose()
    {
        foreach (var machine in Machines) machine.Dispose();
    }
}

/// <summary>
/// Greedy pre-training (Hinton, Osindero and Teh 2006): each layer learns, as a restricted Boltzmann machine, what the one below gives.
/// What was learned stays in the work folder, and a layer that two experiments share is learned once.
/// </summary>
internal static class LayerByLayer
{
    private const double BinaryRate = 0.1, RealRate = 0.001;

    /// <param name="context">Seed, work folder, progress.</param>
    /// <param name="name">Of the data, for the files.</param>
    /// <param name="rows">(N, D).</param>
    /// <param name="visible">How the data lie about their means.</param>
    /// <param name="layers">From the data up.</param>
    public static MachineStack Learn(
        ExperimentContext context, string name, Tensor rows, ObservationModel visible, IReadOnlyList<StackedLayer> layers)
    {
        using var scope = NewDisposeScope();
        var machines = new List<RestrictedBoltzmannMachine>();
        try
        {
            var (data, kept) = (rows, $"{rows.shape[0]} rows of sum {rows.sum(float64).item<double>():R}, {visible.GetType().Name}");
            foreach (var (layer, place) in layers.Select((layer, place) => (layer, place)))
            {
                using var random = new Generator((ulong)(context.Seed * 100 + place));
                var machine = new RestrictedBoltzmannMachine((int)data.shape[1], layer.Units, layer.Linear, random, layer.HiddenBias)
                {
                    Visible = place == 0 ? visible : ObservationModel.Bernoulli,
                };
                machines.Add(machine);
                var usual = layer.Linear || machine.Visible == ObservationModel.Gaussian ? RealRate : BinaryRate;
                var options = new DivergenceOptions { Epochs = context.Epochs(layer.Epochs), LearningRate = layer.LearningRate ?? usual };
                kept = context.Kept($"{name}-layer-{place + 1}", options, layer, kept);   // each depends on those below it
                Learn(context, $"pre-training of layer {place + 1}", machine, data, options, random, kept);
                data = machine.HiddenMeans(data);
            }

            return new MachineStack(machines);
        }
        catch
        {
            machines.ForEach(machine => machine.Dispose());
            throw;
        }
    }

    private static void Learn(
        ExperimentContext context, string phase, RestrictedBoltzmannMachine machine,
        Tensor data, DivergenceOptions options, Generator random, string kept)
    {
        var tensors = new Dictionary<string, Tensor> { ["weights"] = machine.Weights, ["visible"] = machine.VisibleBias, ["hidden"] = machine.HiddenBias };
        if (File.Exists(kept))
        {
            ModelFile.Fill(tensors, SafeTensors.Read(File.ReadAllBytes(kept)).Tensors);
            return;
        }

        ContrastiveDivergence.Learn(machine, data, options, random, new TrainingLoop(
            _ => phase, ContrastiveDivergence.StepsOf((int)data.shape[0], options), options.Batch, context.Progress, context.Cancel));
        WholeFile.Write(kept, SafeTensors.Write(tensors, new Dictionary<string, string>()));
    }
}
