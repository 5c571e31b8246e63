using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>One part of MNIST: digits as rows of pixels in [0, 1], and what they are.</summary>
internal sealed class Mnist : IDisposable
{
    private const double Dropout = 0.25;
    private const double Masked = 0.2;
    private static readonly int[] Widths = [500, 500, 2_000];

    private Mnist(Tensor pictures, int[] labels) => (Pictures, Labels) = (pictures, labels);

    /// <summary>(N, 784).</summary>
    public Tensor Pictures { get; }

    public IReadOnlyList<int> Labels { get; }

    /// <param name="context">Says where the files are.</param>
    /// <param name="part">"train" (60,000) or "t10k" (10,000).</param>
    public static Mnist Read(ExperimentContext context, string part)
    {
        TorchRuntime.EnsurePrepared();
        var (shape, pixels) = IdxFile.Read(context.PathOf($"mnist/{part}-images-idx3-ubyte.gz"));
        var (_, labels) = IdxFile.Read(context.PathOf($"mnist/{part}-labels-idx1-ubyte.gz"));
        if (shape[0] != labels.Length) throw new InvalidDataException($"MNIST's part '{part}' has {shape[0]} pictures and {labels.Length} labels.");
        using var scope = NewDisposeScope();
        var pictures = tensor(pixels).reshape(shape[0], -1).to(float32) / 255;
        return new Mnist(pictures.DetachFromDisposeScope(), [.. labels.Select(label => (int)label)]);
    }

    /// <summary>
    /// Learns codes of the training part, and makes those of both parts.
    /// </summary>
    /// <param name="context">Seed, work folder, progress.</param>
    /// <param name="test">The part that is asked for; nothing is learned from it.</param>
    /// <param name="units">Of the code.</param>
    /// <param name="options">How neighbours are brought together; masks and seed are set here.</param>
    /// <returns>(10,000, Units) and (60,000, Units).</returns>
    public (Tensor Asked, Tensor Known) Learn(ExperimentContext context, Mnist test, int units, NeighbourTuningOptions options)
    {
        using var network = Pretrain(context, units);
        var tuning = new NeighbourTuning(options with { Epochs = context.Epochs(options.Epochs), Masked = Masked, Seed = context.Seed });
        using (var labels = tensor(Labels.ToArray())) tuning.Run(network, Pictures, labels, context.Progress, context.Cancel);
        return (tuning.Code(network, test.Pictures), tuning.Code(network, Pictures));
    }

    /// <summary>
    /// A deep autoencoder 784-500-500-2000-<paramref name="units"/>, each layer learned as a restricted Boltzmann machine of what
    /// the one below gives, then unrolled. The layers below the code are learned once for all experiments.
    /// </summary>
    private DeepAutoencoder Pretrain(ExperimentContext context, int units)
    {
        var machines = new List<RestrictedBoltzmannMachine>();
        using var scope = NewDisposeScope();
        try
        {
            var options = new DivergenceOptions { Epochs = context.Epochs(10) };
            var (data, kept) = (Pictures, "");
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

    public void Dispose() => Pictures.Dispose();
}
