using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training;

[Collection(nameof(SeededRandom))]
public sealed class HeadTuningTests
{
    private const int Pictures = 200;

    private static CodeNetwork Network()
    {
        TorchRuntime.EnsurePrepared();
        TorchRuntime.Seed(1);
        return new CodeNetwork(new CodeNetworkOptions { Bits = 64, Side = 32, Widths = [8, 8, 8], Prefixes = [16, 64] });
    }

    /// <summary>Features of four kinds: a direction each, and noise that is as long.</summary>
    private static (Tensor Features, Tensor Kinds) Set(int features)
    {
        var random = new Generator(2);
        var kinds = arange(Pictures).remainder(4);
        var directions = nn.functional.normalize(randn([4, features], generator: random), dim: 1);
        return (directions.index_select(0, kinds) * 4 + randn([Pictures, features], generator: random) / Math.Sqrt(features) * 4 + 3, kinds);
    }

    /// <summary>How much farther codes of two kinds are from each other than codes of one, in bits.</summary>
    private static double Gap(Tensor activations, Tensor kinds)
    {
        var signs = activations.sign();
        var distances = (signs.shape[1] - signs.matmul(signs.t())) / 2;
        var same = kinds.unsqueeze(1).eq(kinds.unsqueeze(0));
        return (distances[same.logical_not()].mean() - distances[same.logical_and(eye(Pictures, dtype: ScalarType.Bool).logical_not())].mean()).item<float>();
    }

    [Fact]
    public void Codes_keep_who_is_near_by_features_at_each_length_and_the_rest_of_the_network_stays()
    {
        using var network = Network();
        network.eval();
        var before = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        var (features, kinds) = Set(network.Features);
        Tensor Code()
        {
            using var _ = no_grad();
            return network.Code(features);
        }

        var gap = Gap(Code(), kinds);
        new HeadTuning(new HeadTuningOptions { Descent = new DescentOptions { Epochs = 60, Batch = 100, LearningRate = 2e-3 }, Nearest = 10 }).Run(network, features, cancel: TestContext.Current.CancellationToken);
        var (all, first) = (Gap(Code(), kinds), Gap(Code()[.., ..16], kinds));
        Assert.True(all > gap + 6 && first > 4, $"A gap of {gap} bits became {all}, of the first half {first}.");
        Assert.False(network.training);
        foreach (var (name, weights) in network.state_dict().Where(pair => !pair.Key.StartsWith("head", StringComparison.Ordinal)))
            Assert.True(weights.eq(before[name]).all().item<bool>(), name);
    }

    [Fact]
    public void The_same_seed_gives_the_same_head()
    {
        Tensor Learn()
        {
            using var network = Network();
            var (features, _) = Set(network.Features);
            new HeadTuning(new HeadTuningOptions { Descent = new DescentOptions { Epochs = 2, Batch = 100 } }).Run(network, features, cancel: TestContext.Current.CancellationToken);
            using var __ = no_grad();
            return network.Code(features);
        }

        Assert.True(Learn().allclose(Learn(), atol: 1e-5));
    }
}
