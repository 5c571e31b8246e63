using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>What was learned: the network, and its codes of the part that is asked for, (10,000, Units), and of the part that it learned, (60,000, Units).</summary>
internal sealed record LearnedDigits(DeepAutoencoder Network, Tensor Asked, Tensor Known) : IDisposable
{
    public void Dispose()
    {
        Network.Dispose();
        Asked.Dispose();
        Known.Dispose();
    }
}

/// <summary>The deep autoencoder of Salakhutdinov and Hinton (2007) on digits: learned layer by layer, unrolled, tuned by neighbours.</summary>
internal static class MnistAutoencoder
{
    private const double Dropout = 0.25;
    private const double Masked = 0.2;
    private static readonly int[] Widths = [500, 500, 2_000];

    /// <summary>
    /// Learns codes of the training part, and makes those of both parts.
    /// </summary>
    /// <param name="context">Seed, work folder, progress.</param>
    /// <param name="train">The part that is learned.</param>
    /// <param name="test">The part that is asked for; nothing is learned from it.</param>
    /// <param name="units">Of the code.</param>
    /// <param name="options">How neighbours are brought together; masks and seed are set here.</param>
    public static LearnedDigits Learn(ExperimentContext context, Mnist train, Mnist test, int units, NeighbourTuningOptions options)
    {
        var network = Pretrain(context, train, units);
        var tuning = new NeighbourTuning(options with { Epochs = context.Epochs(options.Epochs), Masked = Masked, Seed = context.Seed });
        using (var labels = tensor(train.Labels.ToArray())) tuning.Run(network, train.Pictures, labels, context.Progress, context.Cancel);
        return new LearnedDigits(network, tuning.Code(network, test.Pictures), tuning.Code(network, train.Pictures));
    }

    /// <summary>
    /// A deep autoencoder 784-500-500-2000-<paramref name="units"/>, each layer learned as a restricted Boltzmann machine of what
    /// the one below gives, then unrolled. The layers below the code are learned once for all experiments.
    /// </summary>
    private static DeepAutoencoder Pretrain(ExperimentContext context, Mnist train, int units)
    {
        var machines = new List<RestrictedBoltzmannMachine>();
        using var scope = NewDisposeScope();
        try
        {
            var options = new DivergenceOptions { Epochs = context.Epochs(10) };
            var (data, kept) = (train.Pictures, "");
            foreach (var (width, layer) in Widths.Append(units).Select((width, layer) => (width, layer)))
            {
                using var random = new Generator((ulong)(context.Seed * 100 + layer));
                var machine = new RestrictedBoltzmannMachine((int)data.shape[1], width, linear: layer == Widths.Length, random);
                machines.Add(machine);
                kept = context.Kept($"mnist-layer-{layer + 1}", options, width, kept);   // each depends on those below it
                var tensors = new Dictionary<string, Tensor> { ["weights"] = machine.Weights, ["visible"] = machine.VisibleBias, ["hidden"] = machine.HiddenBias };
                if (File.Exists(kept))
                {
                    ModelFile.Fill(tensors, SafeTensors.Read(File.ReadAllBytes(kept)).Tensors);
                }
                else
                {
                    ContrastiveDivergence.Learn(machine, data, options, random, new TrainingLoop(
                        _ => $"pre-training of layer {layer + 1}", ContrastiveDivergence.StepsOf((int)data.shape[0], options), options.Batch, context.Progress, context.Cancel));
                    File.WriteAllBytes(kept + ".new", SafeTensors.Write(tensors, new Dictionary<string, string>()));
                    File.Move(kept + ".new", kept, overwrite: true);
                }

                data = machine.HiddenMeans(data);
            }

            return DeepAutoencoder.Unroll(machines, Dropout);
        }
        finally
        {
            machines.ForEach(machine => machine.Dispose());
        }
    }
}
