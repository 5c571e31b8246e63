using ImageCodes.Model.Codes;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using NetVips;
using static TorchSharp.torch;

namespace ImageCodes.Tests;

/// <summary>Data for tests, the same at every run.</summary>
internal static class Some
{
    public static BinaryCode Code(int bits, Random random)
    {
        var words = new ulong[BinaryCode.WordsFor(bits)];
        for (var i = 0; i < words.Length; i++) words[i] = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
        return BinaryCode.FromWords(bits, words);
    }

    public static List<BinaryCode> Codes(int count, int bits, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Code(bits, random))];
    }

    /// <summary>Codes near a few centres, as learned codes are: many ties, some repeats.</summary>
    public static List<BinaryCode> ClusteredCodes(int count, int bits, int seed)
    {
        var random = new Random(seed);
        var centres = Codes(1 + count / 50, bits, seed + 1);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var words = centres[random.Next(centres.Count)].Words.ToArray();
            for (var flips = random.Next(4); flips > 0; flips--) words[random.Next(words.Length)] ^= 1UL << random.Next(64);
            return BinaryCode.FromWords(bits, words);
        })];
    }

    public static PictureCode Query(int bits, int seed)
    {
        var random = new Random(seed);
        return new PictureCode(Enumerable.Range(0, bits).Select(_ => (float)(random.NextDouble() * 2 - 1)).ToArray());
    }

    /// <summary>A picture whose left half is one colour and whose right half is another.</summary>
    public static Image TwoColours(int width = 96, int height = 64, int[]? left = null, int[]? right = null)
    {
        left ??= [220, 40, 40];
        right ??= [40, 60, 200];
        var bytes = new byte[width * height * 3];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)((i / 3 % width < width / 2 ? left : right)[i % 3]);
        return Image.NewFromMemory(bytes, width, height, 3, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    public static byte[] Jpeg(int seed)
    {
        var random = new Random(seed);
        int[] Colour() => [random.Next(256), random.Next(256), random.Next(256)];
        return TwoColours(96, 64, Colour(), Colour()).JpegsaveBuffer(q: 95);
    }

    public static PictureDecoder Decoder(Action<ImagingOptions>? change = null)
    {
        var options = new ImagingOptions();
        change?.Invoke(options);
        return new PictureDecoder(options);
    }

    public static PixelGrid Pixels(byte red, byte green, byte blue)
    {
        var bytes = new byte[PictureDecoder.InputSize * PictureDecoder.InputSize * 3];
        for (var i = 0; i < bytes.Length; i += 3) (bytes[i], bytes[i + 1], bytes[i + 2]) = (red, green, blue);
        return new PixelGrid(PictureDecoder.InputSize, PictureDecoder.InputSize, bytes);
    }

    public static NetworkInput Input(byte red, byte green, byte blue) => new(Pixels(red, green, blue));

    /// <summary>A model file whose small network has learned nothing: 64 bits. One name has the same weights every time.</summary>
    public static string Model(TemporaryFolder folder, string name, int side = PictureDecoder.InputSize)
    {
        var network = new CodeNetworkOptions { Bits = 64, Side = side, Widths = [4, 4, 4], Prefixes = [16, 64] };
        var card = new ModelCard(name, network, DateTimeOffset.UnixEpoch, "", ["nothing"], new Dictionary<string, double> { ["precisionAt10.64"] = 0.5 });
        using var built = new CodeNetwork(network);
        using var random = new Generator((ulong)name.Sum(letter => letter));   // its own: libtorch's is shared by all threads
        using (no_grad())
        {
            foreach (var weights in built.parameters().Where(parameter => parameter.dim() > 1))
                weights.normal_(0, Math.Sqrt(2.0 / (weights.numel() / weights.shape[0])), random);
        }

        ModelFile.Save(folder[$"{name}.safetensors"], built, card);
        return folder[$"{name}.safetensors"];
    }
}
