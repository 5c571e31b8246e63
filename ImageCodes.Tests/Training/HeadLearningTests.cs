using ImageCodes.Model.Codes;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;

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

    private static IReadOnlyList<LabelledCode> Codes(CodeNetwork network, TrainingSet set) =>
        HeldOutReport.Label(PictureEncoder.Encode(network, [.. set.Pictures.Select(picture => picture.Input)]), set.Pictures);

    [Fact]
    public void Codes_as_searches_compare_them_bring_a_labels_pictures_together_and_the_rest_of_the_network_stays()
    {
        var set = Set();
        using var network = Network();
        var before = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        var precision = RetrievalEvaluation.LeaveOneOut(Codes(network, set), 64).PrecisionAt10;
        var phases = new HashSet<string>();
        new HeadLearning(Options, set).Run(network, new Telling(phases), TestContext.Current.CancellationToken);
        var codes = Codes(network, set);
        var (all, first) = (RetrievalEvaluation.LeaveOneOut(codes, 64).PrecisionAt10, RetrievalEvaluation.LeaveOneOut(codes, 16).PrecisionAt10);
        Assert.True(all > precision + 0.1 && first > precision, $"A precision of {precision:0.000} became {all:0.000}, of the first bits {first:0.000}.");
        Assert.False(network.training);
        Assert.Equal(["describing pictures", "describing views", "fine-tuning"], phases);
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
        IReadOnlyList<BinaryCode> Learn()
        {
            using var network = Network();
            new HeadLearning(Options with { HeadEpochs = 2 }, set).Run(network, cancel: TestContext.Current.CancellationToken);
            return [.. Codes(network, set).Select(code => code.Code)];
        }

        Assert.Equal(Learn(), Learn());
    }

    private sealed class Telling(HashSet<string> phases) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => phases.Add(value.Phase);
    }
}
