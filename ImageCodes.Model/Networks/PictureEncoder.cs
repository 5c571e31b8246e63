using ImageCodes.Model.Codes;
using ImageCodes.Model.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Networks;

/// <summary>
/// A loaded model: pictures in, codes out. It runs in float32, so that a picture has the same code alone and in a batch.
/// Safe to use from many threads.
/// </summary>
public sealed class PictureEncoder : IDisposable
{
    private const int AtOnce = 32;   // seen twice each; what the largest layer of so many passes through takes 66 MB

    private static readonly Scalar Half = 1 / 2f;
    private static readonly Scalar Third = 1 / 3f;

    private readonly CodeNetwork _network;
    private readonly ActivationCoder? _coder;

    private PictureEncoder(CodeNetwork network, ActivationCoder? coder, ModelCard card, string path, string version) =>
        (_network, _coder, Card, Path, Version) = (network, coder, card, path, version);

    /// <summary>The default model's file, which is copied beside every program that refers to this project.</summary>
    public static string Pretrained => System.IO.Path.Combine(AppContext.BaseDirectory, "models", "default.safetensors");

    public ModelCard Card { get; }

    /// <summary>The file it was loaded from, a full path.</summary>
    public string Path { get; }

    /// <summary>
    /// Name and checksum of the model file, and how pictures are decoded for it; every code is stored with it, and codes of two versions
    /// are never compared.
    /// </summary>
    public string Version { get; }

    /// <summary>Length of the code in bits.</summary>
    public int Bits => Card.Network.Bits;

    /// <exception cref="InvalidDataException">The file is not a model of this program.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static PictureEncoder Load(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no model file '{path}'.", path);
        var (network, coder, card) = ModelFile.Load(path);
        using var file = File.OpenRead(path);
        var checksum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));
        return new PictureEncoder(network, coder, card, System.IO.Path.GetFullPath(path), $"{card.Name}-{checksum[..12]}.{PictureDecoder.Revision}");
    }

    /// <summary>Codes in the order of the pictures, however many those are.</summary>
    /// <param name="pictures">What the network sees of each.</param>
    /// <param name="cancel">Stops between two batches.</param>
    /// <exception cref="ArgumentException">A picture has another size than the network's input.</exception>
    public IReadOnlyList<PictureCode> Encode(IReadOnlyList<NetworkInput> pictures, CancellationToken cancel = default) =>
        Encode(_network, pictures, _coder, cancel);

    /// <summary>What the network makes of pictures before a coder, where the model has one, makes bits of it.</summary>
    /// <exception cref="ArgumentException">A picture has another size than the network's input.</exception>
    public Tensor Activate(IReadOnlyList<NetworkInput> pictures, CancellationToken cancel = default) => See(pictures, _network.forward, Bits, cancel);   // -> (N, Bits), in (-1, 1)

    /// <summary>What the encoder sees in pictures, before that becomes a code.</summary>
    internal Tensor Describe(IReadOnlyList<NetworkInput> pictures, CancellationToken cancel = default) => See(pictures, _network.Describe, _network.Features, cancel);   // -> (N, Features)

    private Tensor See(IReadOnlyList<NetworkInput> pictures, Func<Tensor, Tensor> see, int numbers, CancellationToken cancel)   // -> (N, numbers)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var seen = zeros(pictures.Count, numbers);
        var done = 0;
        foreach (var batch in pictures.Chunk(AtOnce))
        {
            cancel.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            seen[done..(done + batch.Length)] = SeeTwice(_network.Options, batch, see);
            done += batch.Length;
        }

        return seen.MoveToOuterDisposeScope();
    }

    /// <summary>The decoder's picture of a code.</summary>
    /// <exception cref="ArgumentException">The code's length is not the model's.</exception>
    public PixelGrid Decode(BinaryCode code) => Decode([code.ToSigns()])[0];

    /// <summary>The decoder's pictures of activations, one a bit, usually -1 or +1: what lies between them is drawn too.</summary>
    /// <exception cref="ArgumentException">There are not as many activations as the model has bits.</exception>
    public IReadOnlyList<PixelGrid> Decode(IReadOnlyList<float[]> activations)
    {
        if (activations.FirstOrDefault(row => row.Length != Bits) is { } wrong)
            throw new ArgumentException($"The model's codes have {Bits} bits; got {wrong.Length}.", nameof(activations));
        return Decode(_network, activations, _coder);
    }

    public void Dispose()
    {
        _network.Dispose();
        _coder?.Dispose();
    }

    /// <summary>The codes of a network that is in evaluation mode and computes in float32.</summary>
    internal static IReadOnlyList<PictureCode> Encode(
        CodeNetwork network, IReadOnlyList<NetworkInput> pictures, ActivationCoder? coder = null, CancellationToken cancel = default) =>
        [.. pictures.Chunk(AtOnce).SelectMany(batch =>
        {
            cancel.ThrowIfCancellationRequested();
            return EncodeTogether(network, batch, coder);
        })];

    private static IEnumerable<PictureCode> EncodeTogether(CodeNetwork network, NetworkInput[] pictures, ActivationCoder? coder)
    {
        using var scope = NewDisposeScope();
        using var _ = inference_mode();
        var bits = network.Options.Bits;
        var activations = SeeTwice(network.Options, pictures, network.forward);   // (B, Bits)
        if (coder is not null) activations = coder.Code(activations);
        var values = activations.data<float>().ToArray();
        return [.. Enumerable.Range(0, pictures.Length).Select(row => new PictureCode(values.AsMemory(row * bits, bits)))];
    }

    /// <summary>The decoder's pictures of activations, by a network that is in evaluation mode and computes in float32.</summary>
    internal static IReadOnlyList<PixelGrid> Decode(CodeNetwork network, IReadOnlyList<float[]> activations, ActivationCoder? coder = null)
    {
        if (activations.Count == 0) return [];
        using var scope = NewDisposeScope();
        using var _ = inference_mode();
        var packed = tensor(activations.SelectMany(row => row).ToArray()).reshape(activations.Count, -1);   // (B, Bits)
        return PictureTensor.ToPixels(network.Decode(coder is null ? packed : coder.Recall(packed)));
    }

    /// <summary>
    /// A picture is seen twice: as it is, and as its mirror image; or, where the network's options say so, as the mirror image of its
    /// middle, for a third of the code. What is cut out of a picture is then near to it.
    /// </summary>
    private static Tensor SeeTwice(CodeNetworkOptions options, NetworkInput[] pictures, Func<Tensor, Tensor> see)   // -> (B, D)
    {
        using var scope = NewDisposeScope();
        var seen = see(Looks(options, pictures)).chunk(2, 0);
        return Merge(options, seen[0], seen[1]).MoveToOuterDisposeScope();
    }

    /// <summary>The two looks at pictures: all of the first, then all of the second.</summary>
    internal static Tensor Looks(CodeNetworkOptions options, NetworkInput[] pictures)   // -> (2 B, 3, S, S)
    {
        using var scope = NewDisposeScope();
        var wholes = PictureTensor.From([.. pictures.Select(picture => picture.Whole)], options.Side);
        var others = options.Middle == 0 ? wholes : Middles(pictures, wholes);
        return cat([wholes, others.flip(3)], 0).MoveToOuterDisposeScope();
    }

    /// <summary>The mean of what is seen by the two looks.</summary>
    internal static Tensor Merge(CodeNetworkOptions options, Tensor first, Tensor second) =>   // (B, D), (B, D) -> (B, D)
        options.Middle == 0 ? first.Plus(second).mul(Half) : first.Plus(first).Plus(second).mul(Third);

    /// <summary>The middle of each picture: as it was decoded, or, of a small picture, enlarged from the whole.</summary>
    private static Tensor Middles(NetworkInput[] pictures, Tensor wholes)   // (B, 3, S, S) -> (B, 3, S, S)
    {
        var side = wholes.shape[3];
        var half = (long)(side * NetworkInput.MiddleShare);
        var middles = nn.functional.interpolate(
            wholes.narrow(2, (side - half) / 2, half).narrow(3, (side - half) / 2, half),
            size: [side, side], mode: InterpolationMode.Bilinear, align_corners: false);
        var decoded = pictures.Select((picture, place) => (picture.Middle, Place: (long)place)).Where(entry => entry.Middle is not null).ToList();
        if (decoded.Count > 0)
            middles.index_copy_(
                0, tensor(decoded.Select(entry => entry.Place).ToArray()),
                PictureTensor.From([.. decoded.Select(entry => entry.Middle!)], (int)side));
        return middles;
    }
}
