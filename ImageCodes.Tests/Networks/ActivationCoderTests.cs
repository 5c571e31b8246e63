using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Networks;

[Collection(nameof(SeededRandom))]
public sealed class ActivationCoderTests : IDisposable
{
    private static readonly CodeNetworkOptions Small = new() { Bits = 64, Widths = [4, 4, 8], Prefixes = [16, 64] };

    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope;

    public ActivationCoderTests()
    {
        TorchRuntime.EnsurePrepared();
        _scope = NewDisposeScope();
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    /// <summary>(Count, 64), in (-1, 1), of 12 numbers that each move some.</summary>
    private static Tensor Activations(int count, int seed)
    {
        using var random = new Generator((ulong)seed);
        using var mixing = new Generator(1);
        return (randn([count, 12], generator: random).mm(randn([12, 64], generator: mixing)) / 3 + 0.3).tanh();
    }

    [Theory]
    [InlineData("itq", 0.5)]
    [InlineData("lsh", 0.6)]
    [InlineData("pcah", 0.8)]   // most components hardly vary, and their bits say as little
    [InlineData("sh", 0.8)]
    public void What_the_decoder_is_shown_is_guessed_back_from_the_bits(string name, double most)
    {
        using var coder = ActivationCoder.Learn(name, Activations(1_000, seed: 2), [16, 64], seed: 1);
        var unseen = Activations(500, seed: 3);
        var numbers = coder.Code(unseen);
        Assert.InRange(numbers.abs().max().item<float>(), 0, 1);
        var wrong = (coder.Recall(numbers.sign()) - unseen).square().mean() / (unseen - unseen.mean([0L])).square().mean();
        Assert.InRange(wrong.item<float>(), 0, most);
    }

    [Theory]
    [InlineData("itq")]
    [InlineData("sh")]
    public void A_model_comes_back_from_its_file_with_its_coder(string name)
    {
        TorchRuntime.Seed(1);
        using var network = new CodeNetwork(Small);
        network.eval();
        using var coder = ActivationCoder.Learn(name, Activations(400, seed: 2), Small.Prefixes, seed: 1);
        var card = new ModelCard("small", Small, DateTimeOffset.UnixEpoch, "imagecodes train", ["made up"], new Dictionary<string, double>());
        var path = _folder["small.safetensors"];
        ModelFile.Save(path, network, card, coder);

        var pictures = Enumerable.Range(0, 6).Select(i => Some.Input((byte)(40 * i), 90, (byte)(200 - 30 * i))).ToList();
        var own = PictureEncoder.Encode(network, pictures, cancel: TestContext.Current.CancellationToken);
        using var encoder = PictureEncoder.Load(path);
        Assert.Equal(name, encoder.Card.Coder);
        var codes = encoder.Encode(pictures, TestContext.Current.CancellationToken);
        var expected = coder.Code(tensor(own.SelectMany(code => code.Activations.ToArray()).ToArray()).reshape(-1, 64)).data<float>().ToArray();
        var got = codes.SelectMany(code => code.Activations.ToArray()).ToArray();
        Assert.All(expected.Zip(got), pair => Assert.Equal(pair.First, pair.Second, 0.02));   // of half precision
        Assert.NotEqual(own.Select(code => code.Code), codes.Select(code => code.Code));
        Assert.Equal(codes[2].Code, encoder.Encode([pictures[2]], TestContext.Current.CancellationToken)[0].Code);
        Assert.Equal(Small.Side, encoder.Decode(codes[0].Code).Width);

        var measured = ModelFile.Measure(path, again => new Dictionary<string, double> { ["bits"] = again.Bits });
        Assert.Equal((name, 64), (measured.Coder, measured.Metrics["bits"]));
        using var later = PictureEncoder.Load(path);
        Assert.Equal(codes.Select(code => code.Code), later.Encode(pictures, TestContext.Current.CancellationToken).Select(code => code.Code));
    }

    [Fact]
    public void Bits_that_tell_apart_pictures_that_hardly_differ_come_back_from_the_file()
    {
        TorchRuntime.Seed(1);
        using var network = new CodeNetwork(Small);
        network.eval();
        var activations = Activations(400, seed: 2) * 1e-4 + 0.75;
        using var coder = ActivationCoder.Learn("itq", activations, Small.Prefixes, seed: 1);
        var path = _folder["small.safetensors"];
        ModelFile.Save(path, network, new ModelCard("small", Small, DateTimeOffset.UnixEpoch, "imagecodes train", ["made up"], new Dictionary<string, double>()), coder);
        var (own, kept, _) = ModelFile.Load(path);
        using (own) using (kept) Assert.Equal(coder.Code(activations).sign().data<float>().ToArray(), kept!.Code(activations).sign().data<float>().ToArray());
    }

    [Theory]
    [InlineData("itq")]
    [InlineData("pcah")]
    [InlineData("lsh")]
    [InlineData("sh")]
    public void Pictures_that_are_all_the_same_have_no_bits(string name) =>
        Assert.Contains("the same", Assert.Throws<ArgumentException>(() => ActivationCoder.Learn(name, full([100, 64], 0.3f), [16, 64], seed: 1)).Message);

    [Fact]
    public void A_coder_that_there_is_not_and_too_few_pictures_are_refused_with_a_sentence()
    {
        Assert.Contains(
            "no coder 'xyz'", Assert.Throws<ArgumentException>(() => ActivationCoder.Learn("xyz", Activations(100, seed: 2), [64], seed: 1)).Message);
        Assert.Contains(
            "64 bits learns from at least 64 pictures; there are 20",
            Assert.Throws<ArgumentException>(() => ActivationCoder.Learn("itq", Activations(20, seed: 2), [64], seed: 1)).Message);
        Assert.Null(ActivationCoder.Refuse("itq", bits: 64, pictures: 64));
    }
}
