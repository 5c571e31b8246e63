using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments.Data;

/// <summary>One part of MNIST: digits as rows of pixels in [0, 1], and what they are.</summary>
internal sealed class Mnist : IDisposable
{
    /// <summary>Pixels of a side.</summary>
    public const int Side = 28;

    /// <summary>Pixels of a digit.</summary>
    public const int Pixels = Side * Side;

    /// <summary>How many digits there are.</summary>
    public const int Kinds = 10;

    private const int QuickDigits = 10_000;

    private Mnist(Tensor pictures, int[] labels) => (Pictures, Labels) = (pictures, labels);

    /// <summary>(N, 784).</summary>
    public Tensor Pictures { get; }

    public IReadOnlyList<int> Labels { get; }

    /// <param name="context">Says where the files are.</param>
    /// <param name="part">"train" (60,000; the first 10,000 of them in a quick run) or "t10k" (10,000).</param>
    public static Mnist Read(ExperimentContext context, string part)
    {
        TorchRuntime.EnsurePrepared();
        var (shape, pixels) = IdxFile.Read(context.PathOf($"mnist/{part}-images-idx3-ubyte.gz"));
        var (_, labels) = IdxFile.Read(context.PathOf($"mnist/{part}-labels-idx1-ubyte.gz"));
        if (shape[0] != labels.Length) throw new InvalidDataException($"MNIST's part '{part}' has {shape[0]} pictures and {labels.Length} labels.");
        using var scope = NewDisposeScope();
        var count = context.Quick ? Math.Min(QuickDigits, labels.Length) : labels.Length;
        var pictures = tensor(pixels).reshape(shape[0], -1)[..count].to(float32) / 255;
        return new Mnist(pictures.DetachFromDisposeScope(), [.. labels.Take(count).Select(label => (int)label)]);
    }

    /// <summary>The places of ten digits, from a 0 to a 9, drawn by the seed.</summary>
    public Tensor OneOfEachKind(int seed) =>
        tensor(LabelledDraw.Of(Labels, 1, seed).Drawn.OrderBy(place => Labels[place]).Select(place => (long)place).ToArray());

    public void Dispose() => Pictures.Dispose();
}
