using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>One part of MNIST: digits as rows of pixels in [0, 1], and what they are.</summary>
internal sealed class Mnist : IDisposable
{
    /// <summary>Pixels of a side.</summary>
    public const int Side = 28;

    private Mnist(Tensor pictures, int[] labels) => (Pictures, Labels) = (pictures, labels);

    /// <summary>(N, 784).</summary>
    public Tensor Pictures { get; }

    public IReadOnlyList<int> Labels { get; }

    /// <param name="context">Says where the files are.</param>
    /// <param name="part">"train" (60,000) or "t10k" (10,000).</param>
    public static Mnist Read(ExperimentContext context, string part)
    {
        TorchRuntime.EnsurePrepared();
        var (shape, pixels) = IdxFile.Read(context.PathOf($"mnist/{part}-images-idx3-ubyte.gz"));
        var (_, labels) = IdxFile.Read(context.PathOf($"mnist/{part}-labels-idx1-ubyte.gz"));
        if (shape[0] != labels.Length) throw new InvalidDataException($"MNIST's part '{part}' has {shape[0]} pictures and {labels.Length} labels.");
        using var scope = NewDisposeScope();
        var pictures = tensor(pixels).reshape(shape[0], -1).to(float32) / 255;
        return new Mnist(pictures.DetachFromDisposeScope(), [.. labels.Select(label => (int)label)]);
    }

    public void Dispose() => Pictures.Dispose();
}
