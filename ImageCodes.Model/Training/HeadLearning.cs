using System.Diagnostics;
using ImageCodes.Model.Codes.Coders;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training.Losses;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>
/// Learns again how features become a code; of the rest of a network only the decoder's first layer changes, which must draw the new codes as it drew those before. A training that moves the features sees parts of pictures, one look at each; here pictures are seen as
/// searches see them, with both looks that a code is made of. They are described once, and an edited view of each, so that a pass over them costs little.
/// </summary>
/// <param name="options">How to learn: the losses' weights and softness, the second views, the passes.</param>
/// <param name="set">What to learn from; what someone said of pairs is not looked at.</param>
internal sealed class HeadLearning(TrainingOptions options, TrainingSet set)
{
    private const int Batch = 512;   // pictures, and as many views
    private const double Rate = 1e-3;   // of Adam: larger steps, or more of them, find edits less well
    private const int AtOnce = 32;

    /// <param name="network">Whose head is learned; in evaluation mode and float32, before and afterwards.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancel">Stops after the step in progress.</param>
    public void Run(CodeNetwork network, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        using var scope = NewDisposeScope();
        var views = new Augmentation(options.SecondView);
        var pictures = Describe(network, "describing pictures", place => set.Pictures[place].Input, progress, cancel);
        var edited = Describe(network, "describing views", place => View(views, place), progress, cancel);
        var before = Codes(network, pictures);
        var proxies = Proxies(before);
        new MinibatchDescent(new DescentOptions { Epochs = options.HeadEpochs, Batch = Math.Min(Batch, set.Pictures.Count), LearningRate = Rate, Seed = options.Seed }).Run(
            network.Head,
            set.Pictures.Count,
            (chosen, done) => Losses(network, cat([pictures.index_select(0, chosen), edited.index_select(0, chosen)], 0), proxies, set.Membership([.. chosen.data<long>().Select(place => (int)place)]), done),
            progress,
            cancel);
        Settle(network, pictures);
        Recode(network, before, Codes(network, pictures));
    }

    private IReadOnlyList<PartialLoss> Losses(CodeNetwork network, Tensor looks, Tensor proxies, Tensor own, double done)   // (2 B, 2, Features), (Labels, Bits), (B, Labels)
    {
        var codes = StraightThrough.Harden(Code(network, looks), StraightThrough.HardnessAt(done));   // (2 B, Bits)
        var (bothOwn, views) = (own.repeat(2, 1), eye(own.shape[0], dtype: ScalarType.Bool).repeat(2, 2));
        var lengths = network.Options.Prefixes;
        return
        [
            new("labels", NestedLoss.Mean(lengths, bits => ProxyNeighbours.Loss(codes[.., ..bits], proxies[.., ..bits], bothOwn, options.LabelTemperature)), options.LabelWeight),
            new("views", NestedLoss.Mean(lengths, bits => NeighbourhoodComponents.Loss(codes[.., ..bits], views, options.ViewTemperature)), options.ViewWeight),
            new("balance", BitBalance.Loss(codes), options.BalanceWeight),
        ];
    }

    /// <summary>Activations as a code is made of them.</summary>
    private static Tensor Code(CodeNetwork network, Tensor looks)   // (B, 2, Features) -> (B, Bits)
    {
        using var scope = NewDisposeScope();
        var both = network.Code(looks.flatten(0, 1)).reshape(looks.shape[0], 2, -1);   // at once: bits are balanced over what both looks see
        return PictureEncoder.Merge(network.Options, both.select(1, 0), both.select(1, 1)).MoveToOuterDisposeScope();
    }

    /// <summary>Of all pictures.</summary>
    private static Tensor Codes(CodeNetwork network, Tensor looks)   // (N, 2, Features) -> (N, Bits), -1 and +1
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return cat([.. looks.split(Batch).Select(some => StraightThrough.Harden(Code(network, some), hardness: 1))]).MoveToOuterDisposeScope();
    }

    /// <summary>The middle of the codes that a label's pictures have before. It stays: what is learned is how features get there.</summary>
    private Tensor Proxies(Tensor codes)   // (N, Bits) -> (Labels, Bits)
    {
        using var scope = NewDisposeScope();
        var sums = zeros(Math.Max(1, set.Labels.Count), codes.shape[1]);
        foreach (var places in Enumerable.Range(0, set.Pictures.Count).Chunk(Batch))
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

    private Tensor Describe(CodeNetwork network, string phase, Func<int, NetworkInput> picture, IProgress<TrainingProgress>? progress, CancellationToken cancel)   // -> (N, 2, Features)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (clock, count) = (Stopwatch.StartNew(), set.Pictures.Count);
        var described = zeros(count, 2, network.Features);
        foreach (var places in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            cancel.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var looks = network.Describe(PictureEncoder.Looks(network.Options, [.. places.Select(picture)]));   // (2 B, Features)
            var done = places[^1] + 1;
            described[places[0]..done] = looks.reshape(2, places.Length, -1).transpose(0, 1);
            progress?.Report(new TrainingProgress(phase, done, count, new Dictionary<string, double>(), done / clock.Elapsed.TotalSeconds, clock.Elapsed / done * (count - done)));
        }

        return described.MoveToOuterDisposeScope();
    }

    private NetworkInput View(Augmentation views, int place)
    {
        var side = options.Network.Side;
        var view = new byte[side * side * 3];
        views.Draw(set.Pictures[place].Pixels, new Random(StepSeed.Of(options.Seed, 0, place)), view);
        return new NetworkInput(new PixelGrid(side, side, view));
    }
}
