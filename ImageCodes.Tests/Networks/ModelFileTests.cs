using System.Security.Cryptography;
using System.Text;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Networks;

[Collection(nameof(SeededRandom))]
public sealed class ModelFileTests(DefaultModel model) : IDisposable
{
    private static readonly CodeNetworkOptions Small = new() { Bits = 64, Widths = [4, 4, 8], Prefixes = [16, 64], Middle = 0.5 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Saved()
    {
        TorchRuntime.Seed(1);
        using var network = new CodeNetwork(Small);
        var path = _folder["small.safetensors"];
        ModelFile.Save(path, network, new ModelCard("small", Small, DateTimeOffset.UnixEpoch, "imagecodes train", ["made up"], new Dictionary<string, double> { ["precisionAt10.64"] = 0.5 }));
        return path;
    }

    [Fact]
    public void A_saved_model_comes_back_with_its_card_and_makes_codes()
    {
        using var encoder = PictureEncoder.Load(Saved());
        Assert.Equal("small", encoder.Card.Name);
        Assert.Equal(0.5, encoder.Card.Metrics["precisionAt10.64"]);
        Assert.Equal([16, 64], encoder.Card.Network.Prefixes);
        Assert.Equal(0.5, encoder.Card.Network.Middle);
        Assert.StartsWith("small-", encoder.Version);
        Assert.Equal(64, encoder.Encode([Some.Input(10, 20, 30)], TestContext.Current.CancellationToken)[0].Bits);
    }

    [Fact]
    public void A_middle_that_is_not_decoded_is_refused() =>
        Assert.Contains(
            "Middle", Assert.Throws<System.ComponentModel.DataAnnotations.ValidationException>(() => (Small with { Middle = 0.7 }).Validate()).Message);

    [Fact]
    public void The_same_weights_are_the_same_version_and_other_weights_another()
    {
        var path = Saved();
        using var first = PictureEncoder.Load(path);
        using var second = PictureEncoder.Load(Saved());
        Assert.Equal(first.Version, second.Version);
        Assert.NotEqual(first.Version, model.Encoder.Version);
        Assert.EndsWith($".{PictureDecoder.Revision}", first.Version);
    }

    [Fact]
    public void Any_changed_byte_is_found_out()
    {
        var whole = File.ReadAllBytes(Saved());
        var random = new Random(5);
        for (var round = 0; round < 60; round++)
        {
            var (changed, place) = (whole.ToArray(), random.Next(whole.Length));
            changed[place] ^= 0x10;
            var path = _folder.Write("changed.safetensors", changed);
            Assert.True(Record.Exception(() => ModelFile.Load(path)) is InvalidDataException, $"byte {place} of {whole.Length}");
        }
    }

    [Fact]
    public void A_file_that_is_cut_short_or_foreign_is_refused_with_a_sentence()
    {
        var whole = File.ReadAllBytes(Saved());
        foreach (var wrong in new[] { [], "hello"u8.ToArray(), whole[..^100], whole[..50], [8, 0, 0, 0, 0, 0, 0, 0, .. "{\"a\": 1}"u8], Headed("""{"a": null}"""), Headed("""{"__metadata__": null}""") })
        {
            var failure = Assert.Throws<InvalidDataException>(() => ModelFile.Load(_folder.Write("wrong.safetensors", wrong)));
            Assert.Contains("is not a model that can be used: it", failure.Message);
        }

        static byte[] Headed(string header) => [(byte)header.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(header)];
    }

    [Fact]
    public void A_file_whose_tensors_share_their_bytes_is_refused_before_they_fill_the_memory()
    {
        var header = """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""";
        byte[] file = [(byte)header.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(header), 1, 2, 3, 4];
        Assert.Contains(
            "tensor 'b' overlaps others", Assert.Throws<InvalidDataException>(() => ModelFile.Load(_folder.Write("shared.safetensors", file))).Message);
    }

    [Theory]
    [InlineData("[4611686018427387904,4,0]", "[0,0]")]
    [InlineData("[-1]", "[0,0]")]
    [InlineData("[9]", "[0,4]")]
    [InlineData("[4]", "[0,9]")]
    public void A_file_whose_tensor_is_said_to_be_what_it_cannot_be_is_refused_before_it_is_made(string shape, string offsets)
    {
        var header = $$"""{"a": {"dtype": "U8", "shape": {{shape}}, "data_offsets": {{offsets}} } }""";
        byte[] file = [(byte)header.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(header), 1, 2, 3, 4];
        Assert.Contains("tensor 'a' is cut short", Assert.Throws<InvalidDataException>(() => ModelFile.Load(_folder.Write("odd.safetensors", file))).Message);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"name":"odd","network":null,"created":"2026-01-01T00:00:00Z","command":"","data":[],"metrics":{}}""")]
    [InlineData("""{"name":"odd","created":"2026-01-01T00:00:00Z","command":"","data":[],"metrics":{}}""")]
    [InlineData("""{"name":"odd","network":{},"created":"2026-01-01T00:00:00Z","command":"","data":[]}""")]
    [InlineData("""{"name":"odd","network":{},"created":"2026-01-01T00:00:00Z","command":"","metrics":{}}""")]
    [InlineData("""{"name":"odd","network":{"prefixes":null},"created":"2026-01-01T00:00:00Z","command":"","data":[],"metrics":{}}""")]
    [InlineData("""{"name":"odd","network":{"widths":null},"created":"2026-01-01T00:00:00Z","command":"","data":[],"metrics":{}}""")]
    public void A_card_that_lacks_something_is_refused_with_a_sentence(string card)
    {
        // No weights: its checksum is right.
        var metadata = new Dictionary<string, string> { ["imagecodes.card"] = card, ["imagecodes.sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(card))) };
        var failure = Assert.Throws<InvalidDataException>(
            () => ModelFile.Load(_folder.Write("odd.safetensors", SafeTensors.Write(new Dictionary<string, Tensor>(), metadata))));
        Assert.Contains("is not a model that can be used", failure.Message);
        Assert.DoesNotContain("checksum", failure.Message);
    }

    [Theory]
    [InlineData(64, 32, 100_000, "4 to 1,024 channels")]
    [InlineData(100, 32, 8, "multiple of 64 bits; got 100")]
    [InlineData(64, 48, 8, "Side")]
    public void A_network_that_makes_no_sense_is_not_built(int bits, int side, int width, string reason)
    {
        var options = new CodeNetworkOptions { Bits = bits, Side = side, Widths = [8, 8, width], Prefixes = [bits] };
        Assert.Contains(reason, Record.Exception(options.Validate)!.Message);
    }
}
