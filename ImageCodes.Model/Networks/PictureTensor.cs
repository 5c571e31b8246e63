using ImageCodes.Model.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Networks;

/// <summary>Between bytes as pictures keep them (rows, pixels, colours) and tensors as networks take them (colours first).</summary>
internal static class PictureTensor
{
    private static readonly Scalar Levels = 255.0f;
    private static readonly Scalar Darkest = 0.0f;

    /// <summary>Square pictures.</summary>
    /// <exception cref="ArgumentException">A picture has another size.</exception>
    public static Tensor From(IReadOnlyList<PixelGrid> pictures, int side)   // -> (B, 3, S, S), in [0, 1]
    {
        var packed = new byte[pictures.Count * side * side * 3];
        foreach (var (picture, place) in pictures.Select((picture, place) => (picture, place)))
        {
            if (picture.Width != side || picture.Height != side)
                throw new ArgumentException($"The network sees {side} x {side} pixels; got {picture.Width} x {picture.Height}.", nameof(pictures));
            picture.Bytes.CopyTo(packed, place * side * side * 3);
        }

        return FromBytes(packed, pictures.Count, side);
    }

    /// <summary>Square RGB pictures, one after the other.</summary>
    public static Tensor FromBytes(byte[] packed, int count, int side)   // -> (B, 3, S, S), in [0, 1]
    {
        using var scope = NewDisposeScope();
        return tensor(packed, [count, side, side, 3]).permute(0, 3, 1, 2).to(float32).div(Levels).MoveToOuterDisposeScope();
    }

    /// <summary>The pictures of a batch.</summary>
    public static IReadOnlyList<PixelGrid> ToPixels(Tensor pictures)   // (B, 3, S, S), in [0, 1]
    {
        using var scope = NewDisposeScope();
        var levels = pictures.mul(Levels).round().clamp(Darkest, Levels).to(uint8).permute(0, 2, 3, 1).contiguous();   // (B, S, S, 3)
        var (height, width) = ((int)levels.shape[1], (int)levels.shape[2]);
        return [.. levels.data<byte>().ToArray().Chunk(height * width * 3).Select(bytes => new PixelGrid(width, height, bytes))];
    }
}
