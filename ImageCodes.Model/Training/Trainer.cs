using System.Diagnostics;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>
/// Learns a code network: first to reconstruct pictures from corrupted ones, then also to bring neighbours together.
/// Neighbours are pictures of one label, and the two views of one picture. Same options and pictures, same network.
/// </summary>
/// <param name="options">How to learn.</param>
/// <param name="set">What to learn from.</param>
/// <param name="start">A model file whose weights to begin with; null to begin with random ones.</param>
public sealed class Trainer(TrainingOptions options, TrainingSet set, string? start = null)
{
    private const double WarmUpShare = 0.05;
    private const double LongestGradient = 5;

    private readonly BatchSampler _sampler = new(set, options);

    /// <summary>Trains to the end, going on from a checkpoint where there is one.</summary>
    /// <param name="checkpointFolder">Where to keep the checkpoint.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancel">Stops after the step in progress, with a checkpoint.</param>
    /// <returns>The network, in evaluation mode. The caller disposes of it and deletes the checkpoint.</returns>
    public CodeNetwork Run(string checkpointFolder, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        options.Validate();
        if (set.Pictures.Count < 8) throw new ArgumentException($"Training needs at least 8 pictures; got {set.Pictures.Count}.");
        TorchRuntime.Seed(options.Seed);
        var network = Begin();
        using var optimizer = optim.AdamW(network.parameters(), options.LearningRate, weight_decay: options.WeightDecay);
        var checkpoint = new TrainingCheckpoint(checkpointFolder);
        var pretrainingSteps = options.PretrainingEpochs * _sampler.StepsPerEpoch;
        var steps = pretrainingSteps + options.Epochs * _sampler.StepsPerEpoch;
        var begun = checkpoint.Restore(options, network, optimizer);
        var clock = Stopwatch.StartNew();
        network.train();
        for (var step = begun; step < steps; step++)
        {
            var fineTuning = step >= pretrainingSteps;
            SetLearningRate(optimizer, step, steps);
            var losses = Step(network, optimizer, step, fineTuning);
            var done = step + 1 - begun;
            progress?.Report(new TrainingProgress(
                fineTuning ? "fine-tuning" : "pre-training", step + 1, steps, losses,
                done * _sampler.BatchPictures / clock.Elapsed.TotalSeconds, clock.Elapsed / done * (steps - step - 1)));
            if ((step + 1) % options.CheckpointSteps == 0 || cancel.IsCancellationRequested)
                checkpoint.Save(step + 1, options, network, optimizer);
            cancel.ThrowIfCancellationRequested();
        }

        network.Precision = float32;
        network.eval();
        return network;
    }

    private CodeNetwork Begin()
    {
        var network = start is null ? new CodeNetwork(options.Network) : ModelFile.Load(start).Network;
        if (network.Options.Bits != options.Network.Bits || !network.Options.Widths.SequenceEqual(options.Network.Widths))
            throw new ArgumentException($"The network of '{start}' has {network.Options.Bits} bits and widths {string.Join(", ", network.Options.Widths)}; the options ask for {options.Network.Bits} bits and widths {string.Join(", ", options.Network.Widths)}.");
        network.Precision = TorchRuntime.HasFastBFloat16 ? bfloat16 : float32;
        return network;
    }

    private Dictionary<string, double> Step(CodeNetwork network, optim.Optimizer optimizer, int step, bool fineTuning)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(StepSeed.Of(options.Seed, step));
        var batch = _sampler.Draw(step);
        var pictures = DrawViews(batch, step);   // (2 B, 3, S, S): first views, then second views
        var activations = network.forward(Corruption.Apply(pictures));   // (2 B, Bits)
        var codes = StraightThrough.Signs(activations);

        // One view of each picture is enough to learn to reconstruct from.
        var decoded = network.Decode(StraightThrough.NestedDropout(codes[..batch.Length], options.Network.Prefixes));
        var losses = new Dictionary<string, Tensor> { ["reconstruction"] = Reconstruction.Loss(decoded, pictures[..batch.Length]) };
        var total = losses["reconstruction"] * options.ReconstructionWeight;
        losses["balance"] = BitBalance.Loss(codes);
        total += losses["balance"] * options.BalanceWeight;
        if (fineTuning)
        {
            losses["labels"] = OverPrefixes(codes, LabelNeighbours(batch));
            losses["views"] = OverPrefixes(codes, ViewNeighbours(batch));
            total = total + losses["labels"] * options.LabelWeight + losses["views"] * options.ViewWeight;
        }

        optimizer.zero_grad();
        total.backward();
        nn.utils.clip_grad_norm_(network.parameters(), LongestGradient);
        optimizer.step();
        return losses.ToDictionary(pair => pair.Key, pair => pair.Value.ToDouble());
    }

    private Tensor DrawViews(int[] batch, int step)
    {
        const int side = PictureDecoder.InputSize;
        var size = side * side * 3;
        var bytes = new byte[2 * batch.Length * size];
        Parallel.For(0, 2 * batch.Length, place =>
            Augmentation.Draw(
                set.Pictures[batch[place % batch.Length]].Pixels,
                new Random(StepSeed.Of(options.Seed, step, place)),
                bytes.AsSpan(place * size, size)));
        return PictureTensor.FromBytes(bytes, 2 * batch.Length, side);
    }

    /// <summary>The mean over the code's prefixes, so that each length is a code of its own.</summary>
    private Tensor OverPrefixes(Tensor codes, Tensor neighbours)
    {
        using var scope = NewDisposeScope();
        var losses = options.Network.Prefixes.Select(bits => NeighbourhoodComponents.Loss(codes[.., ..bits], neighbours, options.Temperature));
        return stack(losses.ToArray()).mean().MoveToOuterDisposeScope();
    }

    private Tensor LabelNeighbours(int[] batch)   // -> (2 B, 2 B)
    {
        // A picture without a label has a number of its own, so that only its other view is its neighbour.
        var numbers = new Dictionary<string, long>();
        var labels = batch.Select((index, place) => set.Pictures[index].Label is { } label
            ? numbers.TryGetValue(label, out var known) ? known : numbers[label] = numbers.Count
            : -1L - place).ToArray();
        return SameNumber([.. labels, .. labels]);
    }

    /// <summary>By picture and not by place: a small set may come twice in a batch.</summary>
    private static Tensor ViewNeighbours(int[] batch) =>   // -> (2 B, 2 B)
        SameNumber([.. batch.Concat(batch).Select(index => (long)index)]);

    private static Tensor SameNumber(long[] numbers)
    {
        using var scope = NewDisposeScope();
        var column = tensor(numbers).unsqueeze(1);
        return column.eq(column.t()).MoveToOuterDisposeScope();
    }

    /// <summary>Rises over the first steps, then falls along a half cosine to 0 (Loshchilov and Hutter 2017).</summary>
    private void SetLearningRate(optim.Optimizer optimizer, int step, int steps)
    {
        var warmUp = Math.Max(1, steps * WarmUpShare);
        var scale = step < warmUp ? (step + 1) / warmUp : 0.5 * (1 + Math.Cos(Math.PI * (step - warmUp) / (steps - warmUp)));
        foreach (var group in optimizer.ParamGroups) group.LearningRate = options.LearningRate * scale;
    }
}
