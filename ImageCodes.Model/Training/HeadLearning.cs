using System.Diagnostics;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Codes.Coders;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training.Losses;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>
/// Learns again how features become a code; of the rest of a network only the decoder's first layer changes, which must draw the new codes
/// as it drew those before. A training that moves the features sees parts of pictures, one look at each; here pictures are seen as searches
/// see them, with both looks that a code is made of. They are described once, and an edited view of each, so that a pass over them costs
/// little.
/// </summary>
/// <param name="options">How to learn: the losses' weights and softness, the second views, the passes, their batches and step size.</param>
/// <param name="set">What to learn from.</param>
internal sealed class HeadLearning(TrainingOptions options, TrainingSet set)
{
    /// <summary>What its steps are called in the progress.</summary>
    public const string Phase = "fine-tuning the head";

    private const int DescribedAtOnce = 32;
    private const int CodedAtOnce = 512;
    private const int GlimpsePictures = 1_000;
    private const int MostGlimpses = 50;

    private readonly BatchSampler _sampler = new(set, options);

    /// <summary>
    /// Pictures to look at after each pass, or after each few where there are many, of which nothing is learned; null for none.
    /// </summary>
    public TrainingSet? HeldOut { get; init; }

    /// <summary>How many there are.</summary>
    public int Steps => options.HeadEpochs * _sampler.StepsPerEpoch;

    /// <param name="network">Whose head is learned; in evaluation mode and float32, before and afterwards.</param>
    /// <param name="checkpoint">Where steps are kept, and the training's beginning; what is seen in pictures is looked at again.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancel">Stops after the step in progress, with a checkpoint.</param>
    public void Run(
        CodeNetwork network, (TrainingCheckpoint Kept, TrainingBeginning Beginning) checkpoint,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        using var scope = NewDisposeScope();
        var (pictures, edited, heldOut) = Describe(network, progress, cancel);
        var before = Codes(network, pictures);
        if (before.amax([0]).eq(before.amin([0])).all().item<bool>())
            throw new ArgumentException("These pictures all look the same to the network: its head has nothing to learn from them.");
        var proxies = Proxies(before);
        using var adam = optim.Adam(network.Head.parameters());
        var learned = network.Head.state_dict();
        var begun = checkpoint.Kept.Restore(checkpoint.Beginning, learned, adam);
        IReadOnlyDictionary<string, double> last = new Dictionary<string, double>();
        network.Head.train();
        new TrainingLoop(_ => Phase, Steps, _sampler.BatchPictures, progress, cancel)
        {
            Begun = begun,
            Checkpoint = (options.CheckpointSteps, step => checkpoint.Kept.Save(step, checkpoint.Beginning, learned, adam)),
            Glimpse = (
                _sampler.StepsPerEpoch * Math.Max(1, options.HeadEpochs / MostGlimpses),
                () => Precision(network, heldOut, pictures) is { } precision ? new HeldOutGlimpse(precision, [], []) : null),
        }.Run(step =>
        {
            using var inner = NewDisposeScope();
            foreach (var group in adam.ParamGroups) group.LearningRate = options.HeadLearningRate * (Steps - step) / Steps;
            var places = _sampler.Draw(step);
            var chosen = tensor(places.Select(place => (long)place).ToArray());
            var losses = Losses(network, cat([pictures.index_select(0, chosen), edited.index_select(0, chosen)], 0), proxies, places, (double)step / Steps);
            adam.zero_grad();
            losses.Sum().backward();
            adam.step();
            return last = losses.ByName();
        });
        network.Head.eval();
        Settle(network, pictures);
        Recode(network, before, Codes(network, pictures));
        if (HeldOut is { Pictures.Count: > 0 })
            progress?.Report(
                new TrainingProgress(Phase, Steps, Steps, last, 0, TimeSpan.Zero, HeldOutGlimpse.Of(Precision(network, heldOut, pictures), network, HeldOut)));
    }

    private List<PartialLoss> Losses(
        CodeNetwork network, Tensor looks, Tensor proxies, int[] places, double done)   // (2 B, 2, Features), (Labels, Bits), (B)
    {
        var codes = StraightThrough.Harden(Code(network, looks), StraightThrough.HardnessAt(done, options.SoftShare));   // (2 B, Bits)
        var own = set.Membership(places).repeat(2, 1);
        Tensor Nested(Func<int, Tensor> loss) => NestedLoss.Mean(network.Options.Prefixes, loss);
        List<PartialLoss> losses =
        [
            new("labels", Nested(bits => ProxyNeighbours.Loss(codes[.., ..bits], proxies[.., ..bits], own, options.LabelTemperature)), options.LabelWeight),
            .. new BatchNeighbours(set, places, views: 2).Losses(
                (chosen, except) => Nested(bits => NeighbourhoodComponents.Loss(codes[.., ..bits], chosen, options.ViewTemperature, except)),
                options.ViewWeight),
            new("balance", BitBalance.Loss(codes), options.BalanceWeight),
        ];
        var features = Merge(network, looks);
        if (options.EmbeddingWeight > 0)
            losses.Add(new("embedding", Nested(bits => NeighbourEmbedding.Loss(codes[.., ..bits], features, options.EmbeddingTemperature)), options.EmbeddingWeight));
        return losses;
    }

    /// <summary>Activations as a code is made of them.</summary>
    private static Tensor Code(CodeNetwork network, Tensor looks)   // (B, 2, Features) -> (B, Bits)
    {
        using var scope = NewDisposeScope();
        // At once: bits are balanced over what both looks see.
        return Merge(network, network.Code(looks.flatten(0, 1)).reshape(looks.shape[0], 2, -1)).MoveToOuterDisposeScope();
    }

    private static Tensor Merge(CodeNetwork network, Tensor both) => PictureEncoder.Merge(network.Options, both.select(1, 0), both.select(1, 1));   // (B, 2, D) -> (B, D)

    /// <summary>Of all pictures.</summary>
    private static Tensor Codes(CodeNetwork network, Tensor looks)   // (N, 2, Features) -> (N, Bits), -1 and +1
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return cat([.. looks.split(CodedAtOnce).Select(some => StraightThrough.Harden(Code(network, some), hardness: 1))]).MoveToOuterDisposeScope();
    }

    /// <summary>The middle of the codes that a label's pictures have before. It stays: what is learned is how features get there.</summary>
    private Tensor Proxies(Tensor codes)   // (N, Bits) -> (Labels, Bits)
    {
        using var scope = NewDisposeScope();
        var sums = zeros(Math.Max(1, set.Labels.Count), codes.shape[1]);
        foreach (var places in Enumerable.Range(0, set.Pictures.Count).Chunk(CodedAtOnce))
        {
            using var inner = NewDisposeScope();
            sums.add_(set.Membership(places).to(float32).t().matmul(codes[places[0]..(places[^1] + 1)]));
        }

        return sums.MoveToOuterDisposeScope();   // only their directions count
    }

    /// <summary>The codes before, as far as they follow from those now, are what the decoder goes on drawing.</summary>
    private static void Recode(CodeNetwork network, Tensor before, Tensor now)   // (N, Bits), both -1 and +1
    {
        using var scope = NewDisposeScope();
        var (mean, meanBefore) = (now.mean([0]), before.mean([0]));
        var (rows, rowsBefore) = (now - mean, before - meanBefore);
        var map = LeastSquares.Fit(rows, rowsBefore);   // (Bits, Bits)
        network.Recode(map, meanBefore - mean.unsqueeze(0).mm(map).squeeze(0));
    }

    /// <summary>Thresholds of bits as whole pictures have them, which is how the network's other norms are settled.</summary>
    private static void Settle(CodeNetwork network, Tensor looks)   // (N, 2, Features)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var norm = network.Head.modules().OfType<NormBase>().Single();
        var momentum = norm.momentum;
        norm.momentum = 1;
        network.Head.train();
        network.Code(looks.select(1, 0));
        network.Head.eval();
        norm.momentum = momentum;
    }

    /// <summary>The share of the 10 nearest that are alike, of held-out pictures; null where nothing says so.</summary>
    private double? Precision(CodeNetwork network, Tensor heldOut, Tensor pictures)   // (H, 2, Features), (N, 2, Features)
    {
        if (HeldOut is null) return null;
        var learning = network.Head.training;
        network.Head.eval();
        var (queries, database) = (Labelled(network, HeldOut, heldOut), Labelled(network, set, pictures));
        network.Head.train(learning);
        return queries.Count == 0 || database.Count == 0 ? null : RetrievalEvaluation.Measure(queries, database, network.Options.Bits).PrecisionAt10;
    }

    /// <summary>Codes of some of those that have a label.</summary>
    private static IReadOnlyList<LabelledCode> Labelled(CodeNetwork network, TrainingSet of, Tensor looks)   // (N, 2, Features)
    {
        using var scope = NewDisposeScope();
        var some = Enumerable.Range(0, of.Pictures.Count).Where(place => of.Pictures[place].Label is not null).ToList().Evenly(GlimpsePictures);
        if (some.Count == 0) return [];
        var signs = Codes(network, looks.index_select(0, tensor(some.Select(place => (long)place).ToArray()))).data<float>().ToArray();
        return [.. signs.Chunk(network.Options.Bits).Zip(some, (code, place) => new LabelledCode(new PictureCode(code).Code, of.Pictures[place].Labels))];
    }

    /// <summary>What the network sees in the pictures that are learned, in an edited view of each, and in those held out.</summary>
    private (Tensor Pictures, Tensor Edited, Tensor HeldOut) Describe(
        CodeNetwork network, IProgress<TrainingProgress>? progress, CancellationToken cancel)   // -> (N, 2, Features), the same, (H, 2, Features)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (views, count, held) = (new Augmentation(options.SecondView), set.Pictures.Count, HeldOut?.Pictures ?? []);
        NetworkInput Shown(int place) => place < count ? set.Pictures[place].Input : place < 2 * count ? View(views, place - count) : held[place - 2 * count].Input;

        var (clock, all) = (Stopwatch.StartNew(), 2 * count + held.Count);
        var described = zeros(all, 2, network.Features);
        foreach (var places in Enumerable.Range(0, all).Chunk(DescribedAtOnce))
        {
            cancel.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var looks = network.Describe(PictureEncoder.Looks(network.Options, [.. places.Select(Shown)]));   // (2 B, Features)
            var done = places[^1] + 1;
            described[places[0]..done] = looks.reshape(2, places.Length, -1).transpose(0, 1);
            progress?.Report(TrainingProgress.Described(done, all, clock));
        }

        return (described[..count].MoveToOuterDisposeScope(), described[count..(2 * count)].MoveToOuterDisposeScope(), described[(2 * count)..].MoveToOuterDisposeScope());
    }

    private NetworkInput View(Augmentation views, int place)
    {
        var side = options.Network.Side;
        var view = new byte[side * side * 3];
        views.Draw(set.Pictures[place].Pixels, new Random(StepSeed.Of(options.Seed, 0, place)), view);
        return new NetworkInput(new PixelGrid(side, side, view));
    }
}
