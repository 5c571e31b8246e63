using ImageCodes.Model.Codes;
using ImageCodes.Model.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Networks;

/// <summary>
/// A loaded model: pixels in, codes out. It runs in float32, so that a picture has the same code alone and in a batch.
/// Safe to use from many threads.
/// </summary>
public sealed class PictureEncoder : IDisposable
{
    private static readonly Scalar Half = 0.5f;

    private readonly CodeNetwork _network;

    private PictureEncoder(CodeNetwork network, ModelCard card, string path, string version) =>
        (_network, Card, Path, Version) = (network, card, path, version);

    public ModelCard Card { get; }

    /// <summary>The file it was loaded from.</summary>
    public string Path { get; }

    /// <summary>Name and checksum of the model file; every code is stored with it, and codes of two versions are never compared.</summary>
    public string Version { get; }

    /// <summary>Length of the code in bits.</summary>
    public int Bits => Card.Network.Bits;

    /// <exception cref="InvalidDataException">The file is not a model of this program.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static PictureEncoder Load(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no model file '{path}'.", path);
        var (network, card) = ModelFile.Load(path);
        using var file = File.OpenRead(path);
        var checksum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));
        return new PictureEncoder(network, card, path, $"{card.Name}-{checksum[..12]}");
    }

    /// <summary>Codes in the order of the pictures.</summary>
    /// <exception cref="ArgumentException">A picture has another size than the network's input.</exception>
    public IReadOnlyList<PictureCode> Encode(IReadOnlyList<PixelGrid> pictures) => Encode(_network, pictures);

    /// <summary>What the network sees in each picture before it becomes a code, of the picture and its mirror image together where codes are.</summary>
    internal IReadOnlyList<float[]> Describe(IReadOnlyList<PixelGrid> pictures) => Look(_network, pictures, _network.Describe);

    /// <summary>The decoder's picture of a code.</summary>
    /// <exception cref="ArgumentException">The code's length is not the model's.</exception>
    public PixelGrid Decode(BinaryCode code)
    {
        if (code.Bits != Bits) throw new ArgumentException($"The model's codes have {Bits} bits; got {code.Bits}.", nameof(code));
        return Decode(_network, code);
    }

    public void Dispose() => _network.Dispose();

    /// <summary>The same of a network that is in evaluation mode and computes in float32.</summary>
    internal static IReadOnlyList<PictureCode> Encode(CodeNetwork network, IReadOnlyList<PixelGrid> pictures) =>
        [.. Look(network, pictures, network.forward).Select(activations => new PictureCode(activations))];

    /// <summary>One row of numbers a picture.</summary>
    private static IReadOnlyList<float[]> Look(CodeNetwork network, IReadOnlyList<PixelGrid> pictures, Func<Tensor, Tensor> look)
    {
        if (pictures.Count == 0) return [];
        using var scope = NewDisposeScope();
        using var _ = inference_mode();
        var side = network.Options.Side;
        var seen = PictureTensor.FromBytes(Pack(pictures, side), pictures.Count, side);
        var rows = look(seen);   // (B, D)
        if (network.Options.Mirrored) rows = rows.Plus(look(seen.flip(3))).mul(Half);
        return [.. rows.data<float>().ToArray().Chunk((int)rows.shape[1])];
    }

    /// <summary>The same of a network that is in evaluation mode and computes in float32.</summary>
    internal static PixelGrid Decode(CodeNetwork network, BinaryCode code)
    {
        using var scope = NewDisposeScope();
        using var _ = inference_mode();
        var signs = tensor(Enumerable.Range(0, code.Bits).Select(bit => code[bit] ? 1f : -1f).ToArray()).unsqueeze(0);   // (1, Bits)
        return PictureTensor.ToPixels(network.Decode(signs));
    }

    private static byte[] Pack(IReadOnlyList<PixelGrid> pictures, int side)
    {
        var packed = new byte[pictures.Count * side * side * 3];
        for (var i = 0; i < pictures.Count; i++)
        {
            if (pictures[i].Width != side || pictures[i].Height != side)
                throw new ArgumentException($"The network sees {side} x {side} pixels; got {pictures[i].Width} x {pictures[i].Height}.", nameof(pictures));
            pictures[i].Bytes.CopyTo(packed, i * side * side * 3);
        }

        return packed;
    }
}
