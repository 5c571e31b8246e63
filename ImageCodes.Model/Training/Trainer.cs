using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training.Losses;
using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>
/// Learns a code network: first to reconstruct pictures from corrupted ones, then also to bring neighbours together.
/// Neighbours are pictures of one label, and the views of one picture. Then, where that is asked for, its head alone. Same options and
/// pictures, same network.
/// </summary>
/// <param name="options">How to learn.</param>
/// <param name="set">What to learn from.</param>
/// <param name="start">A model file whose weights to begin with; null to begin with random ones.</param>
public sealed class Trainer(TrainingOptions options, TrainingSet set, string? start = null)
{
    private const double WarmUpShare = 0.05;
    private const int GlimpsePictures = 1_000;
    private const int WhiteningPictures = 4_096;
    private const int ProxyPictures = 4_096;
    private const int MostOfProxy = 40;
    private const int LeastOfProxy = 4;
    private const int EvaluationBatch = 256;

    private readonly BatchSampler _sampler = new(set, options);
    private readonly Augmentation _firstViews = new(options.FirstView);
    private readonly Augmentation _secondViews = new(options.SecondView);

    /// <summary>Pictures to look at after each epoch, of which nothing is learned; null for none.</summary>
    public TrainingSet? HeldOut { get; init; }

    /// <summary>Trains to the end, going on from a checkpoint where there is one.</summary>
    /// <param name="checkpointFolder">Where to keep the checkpoint; that of a head learned by itself is kept beside it.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancel">Stops after the step in progress, with a checkpoint.</param>
    /// <returns>The network, in evaluation mode. The caller disposes of it and deletes the checkpoint (<see cref="Forget"/>).</returns>
    public CodeNetwork Run(string checkpointFolder, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        options.Validate();
        if (options.PretrainingEpochs + options.Epochs == 0 && start is null)
            throw new ArgumentException("Without passes over the pictures there must be a model to begin with.");
        if (set.Pictures.Count < 8) throw new ArgumentException($"Training needs at least 8 pictures; got {set.Pictures.Count}.");
        using var quiet = new QuietCollector();
        TorchRuntime.Seed(options.Seed);
        var network = Begin();
        try
        {
            var beginning = TrainingBeginning.Of(options, set, start);
            var pretrainingSteps = options.PretrainingEpochs * _sampler.StepsPerEpoch;
            var steps = pretrainingSteps + options.Epochs * _sampler.StepsPerEpoch;
            var head = new HeadLearning(options, set) { HeldOut = HeldOut };
            IProgress<TrainingProgress>? numbered = progress is null ? null : new Numbered(progress, steps, head.Steps);
            // One is of another network.
            if (steps > 0 && Learn(network, new TrainingCheckpoint(checkpointFolder), beginning, pretrainingSteps, steps, numbered, cancel) < steps)
                HeadCheckpoint(checkpointFolder).Forget();
            network.Precision = float32;
            if (steps > 0) SettledNorms.Take(network, set, options.Seed);
            network.eval();
            if (head.Steps > 0) head.Run(network, (HeadCheckpoint(checkpointFolder), beginning), numbered, cancel);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Whether a training kept something to go on from.</summary>
    public static bool HasBegun(string checkpointFolder) =>
        new TrainingCheckpoint(checkpointFolder).Exists || HeadCheckpoint(checkpointFolder).Exists;

    /// <summary>Deletes what a training kept to go on from.</summary>
    public static void Forget(string checkpointFolder)
    {
        HeadCheckpoint(checkpointFolder).Forget();
        new TrainingCheckpoint(checkpointFolder).Forget();
    }

    private static TrainingCheckpoint HeadCheckpoint(string checkpointFolder) => new(checkpointFolder + ".head");

    /// <returns>The step that it went on from.</returns>
    private int Learn(
        CodeNetwork network, TrainingCheckpoint checkpoint, TrainingBeginning beginning,
        int pretrainingSteps, int steps, IProgress<TrainingProgress>? progress, CancellationToken cancel)
    {
        using var training = new TrainingState(network, set.Labels.Count, options.ViewProjection);
        if (start is not null && set.Labels.Count > 0 && options.LabelWeight > 0) PlaceProxies(training);
        var begun = checkpoint.Restore(beginning, training.Tensors(), training.Adam);
        network.train();
        new TrainingLoop(step => step < pretrainingSteps ? "pre-training" : "fine-tuning", steps, _sampler.BatchPictures, progress, cancel)
        {
            Begun = begun,
            Cost = step => Math.Pow(QuartersAt((double)step / steps) / 4.0, 2),
            Checkpoint = (options.CheckpointSteps, step => checkpoint.Save(step, beginning, training.Tensors(), training.Adam)),
            Glimpse = (_sampler.StepsPerEpoch, () => Glimpse(network)),
        }.Run(step => Step(training, step, steps, fineTuning: step >= pretrainingSteps));
        return begun;
    }

    private HeldOutGlimpse? Glimpse(CodeNetwork network)
    {
        if (HeldOut is not { Pictures.Count: > 0 }) return null;
        var precision = network.Precision;
        network.Precision = float32;
        network.eval();
        var (queries, database) = (Labelled(network, HeldOut), Labelled(network, set));
        var glimpse = HeldOutGlimpse.Of(
            queries.Count == 0 || database.Count == 0 ? null : RetrievalEvaluation.Measure(queries, database, network.Options.Bits).PrecisionAt10, network, HeldOut);
        network.train();
        network.Precision = precision;
        return glimpse;
    }

    private static IReadOnlyList<LabelledCode> Labelled(CodeNetwork network, TrainingSet pictures)
    {
        var labelled = pictures.Sample(GlimpsePictures).Labelled;
        return HeldOutReport.Label(PictureEncoder.Encode(network, [.. labelled.Select(picture => picture.Input)]), labelled);
    }

    private CodeNetwork Begin()
    {
        var network = new CodeNetwork(options.Network);
        if (start is null) Whiten(network);
        else Take(network, start);
        network.Precision = TorchRuntime.HasFastBFloat16 ? bfloat16 : float32;
        return network;
    }

    /// <summary>Reads the file that a training is to begin with: what is wrong with it is said before pictures are read.</summary>
    /// <exception cref="ArgumentException">Its network is another one than the options ask for.</exception>
    /// <exception cref="InvalidDataException">The file is not a model of this program.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static void CheckStart(string file, TrainingOptions options) => Weights(file, options.Network).Dispose();

    /// <summary>
    /// The weights of a file, whatever its network does with them beside: what the options ask for is what the card will say.
    /// </summary>
    private static void Take(CodeNetwork network, string file)
    {
        using var known = Weights(file, network.Options);
        ModelFile.Fill(network.state_dict(), known.state_dict());
    }

    /// <summary>A coder, where the file has one, fits the network as it was.</summary>
    private static CodeNetwork Weights(string file, CodeNetworkOptions asked)
    {
        var (known, coder, _) = ModelFile.Load(file);
        coder?.Dispose();
        if (known.Options.Shape == asked.Shape) return known;
        known.Dispose();
        throw new ArgumentException($"The network of '{file}' has {known.Options.Shape}; the options ask for {asked.Shape}.");
    }

    private void Whiten(CodeNetwork network)
    {
        using var scope = NewDisposeScope();
        network.Whiten(Pack(set.Sample(WhiteningPictures).Pictures));
    }

    /// <summary>
    /// A network that was given sees something in the pictures of a label already, so its proxy begins in their middle: from a random place
    /// it would first pull apart what is together. As long as random ones are; labels without pictures keep theirs.
    /// </summary>
    private void PlaceProxies(TrainingState training)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        training.Network.eval();
        var ofEach = Math.Clamp(ProxyPictures / set.Labels.Count, LeastOfProxy, MostOfProxy);
        var shown = Enumerable.Range(0, set.Pictures.Count).SelectMany(picture => set.LabelNumbers(picture).Select(label => (label, picture)))
            .GroupBy(pair => pair.label, pair => pair.picture)
            .SelectMany(pictures => pictures.Chunk((pictures.Count() + ofEach - 1) / ofEach).Select(some => some[0]))   // evenly from the first to the last
            .Distinct();
        var sums = zeros_like(training.Proxies);   // (Labels, Bits)
        foreach (var batch in shown.Chunk(EvaluationBatch))
        {
            using var inner = NewDisposeScope();
            var own = set.Membership(batch).to(float32);   // (B, Labels)
            sums.add_(own.t().matmul(training.Network.forward(Pack([.. batch.Select(picture => set.Pictures[picture])]))));
        }

        var lengths = sums.norm(1, keepdim: true);
        training.Proxies.copy_(where(lengths > 0, sums / lengths * Math.Sqrt(options.Network.Bits), training.Proxies));
    }

    private Tensor Pack(IReadOnlyList<LabelledPicture> pictures) =>   // -> (B, 3, S, S)
        PictureTensor.From([.. pictures.Select(picture => picture.Pixels)], options.Network.Side);

    private IReadOnlyDictionary<string, double> Step(TrainingState training, int step, int steps, bool fineTuning)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)(uint)StepSeed.Of(options.Seed, step));   // its own: libtorch's is shared by all threads
        var network = training.Network;
        var batch = _sampler.Draw(step);
        var pictures = DrawViews(batch, step);   // (V B, 3, S, S): first views, then second views
        var features = network.Describe(Shrink(fineTuning ? pictures : Corruption.Apply(pictures, random), (double)step / steps));   // (V B, Features)
        var activations = network.Code(features);   // (V B, Bits)
        var codes = StraightThrough.Harden(activations, StraightThrough.HardnessAt((double)step / steps, options.SoftShare));
        var losses = new List<PartialLoss>();
        if (!fineTuning || options.ReconstructionWeight > 0)
        {
            // Once neighbours matter, a quarter of the views is enough to keep the decoder in step.
            var shown = fineTuning ? Math.Max(1, pictures.shape[0] / 4) : batch.Length;
            var decoded = network.Decode(StraightThrough.NestedDropout(codes[..(int)shown], options.Network.Prefixes, random));
            losses.Add(new("reconstruction", Reconstruction.Loss(decoded, pictures[..(int)shown]), options.ReconstructionWeight));
        }

        losses.Add(new("balance", BitBalance.Loss(codes), options.BalanceWeight));
        if (fineTuning)
        {
            var labels = set.Membership(batch).repeat(options.Views, 1);   // (V B, Labels)
            losses.Add(new(
                "labels",
                NestedLoss.Mean(options.Network.Prefixes, bits => ProxyNeighbours.Loss(codes[.., ..bits], training.Proxies[.., ..bits], labels, options.LabelTemperature)),
                options.LabelWeight));
            Tensor Choice(Tensor neighbours, Tensor? except) => training.Projection is { } projection
                ? NeighbourhoodComponents.Loss(projection.forward(features), neighbours, options.ViewTemperature, except)
                : NestedLoss.Mean(options.Network.Prefixes, bits => NeighbourhoodComponents.Loss(codes[.., ..bits], neighbours, options.ViewTemperature, except));

            losses.AddRange(new BatchNeighbours(set, batch, options.Views).Losses(Choice, options.ViewWeight));
            if (options.EmbeddingWeight > 0)
                losses.Add(new(
                    "embedding",
                    NestedLoss.Mean(options.Network.Prefixes, bits => NeighbourEmbedding.Loss(codes[.., ..bits], features, options.EmbeddingTemperature)),
                    options.EmbeddingWeight));
        }

        training.ClearGradients();
        losses.Sum().backward();
        training.Step(RateAt(step, steps));
        return losses.ByName();
    }

    private Tensor DrawViews(int[] batch, int step)
    {
        var side = options.Network.Side;
        var size = side * side * 3;
        var count = options.Views * batch.Length;
        var bytes = new byte[count * size];
        Parallel.For(0, count, place =>
        {
            var picture = batch[place % batch.Length];
            (place < batch.Length ? _firstViews : _secondViews).Draw(
                set.Pictures[picture].Pixels, new Random(StepSeed.Of(options.Seed, step, place)),
                bytes.AsSpan(place * size, size), _sampler.Turn(picture, step));
        });
        return PictureTensor.FromBytes(bytes, count, side);
    }

    /// <summary>Early views are smaller: half the side, then three quarters (Howard 2018).</summary>
    private Tensor Shrink(Tensor pictures, double done)
    {
        var quarters = QuartersAt(done);
        if (quarters == 4) return pictures;
        var side = options.Network.Side * quarters / 4;
        return nn.functional.interpolate(pictures, size: [side, side], mode: InterpolationMode.Area);
    }

    /// <summary>Of a view's side.</summary>
    private int QuartersAt(double done) => done < options.SmallShare / 2 ? 2 : done < options.SmallShare ? 3 : 4;

    /// <summary>Rises over the first steps, then falls in a straight line to 0.</summary>
    private double RateAt(int step, int steps)
    {
        var warmUp = Math.Max(1, steps * WarmUpShare);
        return options.LearningRate * (step < warmUp ? Math.Min(1, (step + 1) / warmUp) : (steps - step) / (steps - warmUp));
    }

    /// <summary>Counts the steps of the network and those of its head by itself as one.</summary>
    private sealed class Numbered(IProgress<TrainingProgress> progress, int steps, int headSteps) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(value.Phase switch
        {
            TrainingProgress.Describing => value,
            HeadLearning.Phase => value with { Step = steps + value.Step, Steps = steps + headSteps },
            _ => value with { Steps = steps + headSteps },
        });
    }
}
