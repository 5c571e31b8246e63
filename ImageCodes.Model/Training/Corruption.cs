using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>What a denoising autoencoder undoes (Vincent et al. 2008): noise on every pixel, and blocks masked away.</summary>
internal static class Corruption
{
    private const int Blocks = 8;            // masked blocks are an eighth of the side
    private const double MaskedShare = 0.1;
    private const double NoiseLevel = 0.05;  // standard deviation, of pixels in [0, 1]

    public static Tensor Apply(Tensor pictures, Generator random)   // (B, 3, S, S) -> (B, 3, S, S)
    {
        using var scope = NewDisposeScope();
        var kept = rand([pictures.shape[0], 1, Blocks, Blocks], generator: random).gt(MaskedShare).to(float32);
        var mask = nn.functional.interpolate(kept, size: [pictures.shape[2], pictures.shape[3]], mode: InterpolationMode.Nearest);
        return ((Noise(pictures, NoiseLevel, random) - 0.5) * mask + 0.5).MoveToOuterDisposeScope();
    }

    /// <summary>Sets a share of the numbers to 0, each by chance.</summary>
    public static Tensor Mask(Tensor data, double share, Generator random)   // (B, D) -> (B, D)
    {
        using var scope = NewDisposeScope();
        return (data * rand(data.shape, generator: random).gt(share)).MoveToOuterDisposeScope();
    }

    /// <summary>Adds Gaussian noise of a standard deviation.</summary>
    public static Tensor Noise(Tensor data, double deviation, Generator random)   // (B, D) -> (B, D)
    {
        using var scope = NewDisposeScope();
        return (data + randn(data.shape, generator: random) * deviation).MoveToOuterDisposeScope();
    }
}
