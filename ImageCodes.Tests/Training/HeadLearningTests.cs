using ImageCodes.Model.Codes;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using ImageCodes.Web.Jobs;
using TorchSharp;

namespace ImageCodes.Tests.Training;

[Collection(nameof(SeededRandom))]
public sealed class HeadLearningTests : IDisposable
{
    private static readonly TrainingOptions Options = new()
    {
        HeadEpochs = 60,
        Network = new CodeNetworkOptions { Bits = 64, Widths = [8, 8, 8], Prefixes = [16, 64], Middle = 0.5 },
    };

    private readonly TemporaryFolder _folder = new();
    private int _trainings;

    public void Dispose() => _folder.Dispose();

    private TrainingSet Set()
    {
        PaintedPictures.Copy(_folder["samples"], perKind: 8, seed: 1);
        return TrainingSet.Load([_folder["samples"]], Some.Decoder(), cancel: TestContext.Current.CancellationToken);
    }

    private static CodeNetwork Network()
    {
        TorchRuntime.EnsurePrepared();
        TorchRuntime.Seed(1);
        var network = new CodeNetwork(Options.Network);
        network.eval();
        return network;
    }

    private void Learn(
        CodeNetwork network, TrainingOptions options, TrainingSet set, IProgress<TrainingProgress>? progress = null, TrainingSet? heldOut = null) =>
        new HeadLearning(options, set) { HeldOut = heldOut }.Run(
            network, (new TrainingCheckpoint(_folder[$"checkpoint {_trainings++}"]), TrainingBeginning.Of(options, set, start: null)),
            progress, TestContext.Current.CancellationToken);

    private static IReadOnlyList<LabelledCode> Codes(CodeNetwork network, TrainingSet set) =>
        HeldOutReport.Label(PictureEncoder.Encode(network, [.. set.Pictures.Select(picture => picture.Input)]), set.Pictures);

    [Fact]
    public void Codes_as_searches_compare_them_bring_a_labels_pictures_together_and_the_rest_of_the_network_stays()
    {
        var set = Set();
        using var network = Network();
        var before = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        var precision = RetrievalEvaluation.LeaveOneOut(Codes(network, set), 64).PrecisionAt10;
        var told = new List<TrainingProgress>();
        Learn(network, Options, set, new Telling<TrainingProgress>(told.Add));
        var codes = Codes(network, set);
        var (all, first) = (RetrievalEvaluation.LeaveOneOut(codes, 64).PrecisionAt10, RetrievalEvaluation.LeaveOneOut(codes, 16).PrecisionAt10);
        Assert.True(all > precision + 0.1 && first > precision, $"A precision of {precision:0.000} became {all:0.000}, of the first bits {first:0.000}.");
        Assert.False(network.training);
        Assert.Equal([TrainingProgress.Describing, HeadLearning.Phase], told.Select(at => at.Phase).Distinct());
        foreach (var (name, weights) in network.state_dict().Where(pair => !pair.Key.StartsWith("head", StringComparison.Ordinal) && !pair.Key.StartsWith("decoder.expand", StringComparison.Ordinal)))
            Assert.True(weights.eq(before[name]).all().item<bool>(), name);

        // Bits are balanced over what is searched.
        var ones = codes.SelectMany(code => Enumerable.Range(0, 64).Select(bit => code.Code[bit] ? 1 : 0)).Average();
        Assert.InRange(ones, 0.4, 0.6);
    }

    [Fact]
    public void The_same_seed_gives_the_same_head()
    {
        var set = Set();
        IReadOnlyList<BinaryCode> Learned()
        {
            using var network = Network();
            Learn(network, Options with { HeadEpochs = 2 }, set);
            return [.. Codes(network, set).Select(code => code.Code)];
        }

        Assert.Equal(Learned(), Learned());
    }

    [Fact]
    public void Pictures_that_someone_called_alike_come_together_and_those_called_not_alike_part()
    {
        var plain = Set().Relabelled(_ => []);
        var count = plain.Pictures.Count;
        var set = new TrainingSet(
            plain.Pictures, [.. Enumerable.Range(0, count / 8).Select(i => new JudgedPair(i, i + count / 2, Alike: true)), .. Enumerable.Range(count / 4, count / 8).Select(i => new JudgedPair(i, i + 1, Alike: false))]);
        // Edits are learned with and without what was said; 0 is as near as possible, 1 as two pictures are on average.
        (double Alike, double NotAlike) Learned(TrainingSet from)
        {
            using var network = Network();
            Learn(network, Options with { BatchPictures = 24, HeadLearningRate = 0.003 }, from);
            var codes = PictureEncoder.Encode(network, [.. set.Pictures.Select(picture => picture.Input)]).Select(code => code.Code).ToList();
            double Share(bool alike) => set.Pairs.Where(pair => pair.Alike == alike).Average(pair => codes[pair.First].DistanceTo(codes[pair.Second])) / codes.Average(code => codes.Average(code.DistanceTo));
            return (Share(alike: true), Share(alike: false));
        }

        var (untold, told) = (Learned(plain), Learned(set));
        Assert.True(told.Alike < untold.Alike - 0.2, $"Called alike: {told.Alike:0.00} apart, {untold.Alike:0.00} where nothing was said.");
        Assert.True(told.NotAlike > untold.NotAlike + 0.05, $"Called not alike: {told.NotAlike:0.00} apart, {untold.NotAlike:0.00} where nothing was said.");
    }

    [Fact]
    public void Where_there_are_no_labels_codes_may_keep_the_neighbours_that_features_have()
    {
        var set = Set().Relabelled(_ => []);
        double Apart(double weight)   // a picture's code and that of its nearest by features, as a share of the mean distance
        {
            using var scope = torch.NewDisposeScope();
            using var network = Network();
            var inputs = set.Pictures.Select(picture => picture.Input).ToArray();
            var features = RealNeighbours.Directions(network.Describe(PictureEncoder.Looks(Options.Network, inputs)).detach()[..inputs.Length]);
            var nearest = RealNeighbours.Nearest(features, features, 2).Select((near, place) => (int)near.First(other => other != place)).ToList();
            Learn(network, Options with { BatchPictures = 48, EmbeddingWeight = weight, HeadLearningRate = 0.003 }, set);
            var codes = PictureEncoder.Encode(network, inputs).Select(code => code.Code).ToList();
            return codes.Select((code, place) => code.DistanceTo(codes[nearest[place]])).Average() / codes.Average(code => codes.Average(code.DistanceTo));
        }

        var (without, with) = (Apart(weight: 0), Apart(weight: 1));
        Assert.True(with < without - 0.05, $"{with:0.00} apart, {without:0.00} without it.");
    }

    [Fact]
    public void After_each_pass_held_out_pictures_say_how_good_it_is_and_at_the_end_they_are_drawn()
    {
        var (kept, heldOut) = Set().Split(Enumerable.Range(0, 96).Where(place => place % 8 == 0).ToHashSet());
        using var network = Network();
        var glimpses = new List<(int Step, HeldOutGlimpse Glimpse)>();
        Learn(network, Options with { HeadEpochs = 20, BatchPictures = 42 }, kept, new Telling<TrainingProgress>(at =>
        {
            if (at.Glimpse is { } glimpse) glimpses.Add((at.Step, glimpse));
        }), heldOut);
        Assert.Equal([.. Enumerable.Range(1, 20).Select(pass => pass * 2), 40], glimpses.Select(glimpse => glimpse.Step));
        Assert.True(glimpses[^1].Glimpse.PrecisionAt10 > glimpses[0].Glimpse.PrecisionAt10);
        Assert.All(glimpses[..^1], glimpse => Assert.Empty(glimpse.Glimpse.Pictures));
        Assert.Equal((8, 8), (glimpses[^1].Glimpse.Pictures.Count, glimpses[^1].Glimpse.Drawn.Count));
    }
}
