using NetVips;

namespace ImageCodes.Model.Imaging;

/// <summary>Upright 8-bit sRGB pixels, rows from the top, three bytes a pixel (red, green, blue).</summary>
public sealed class PixelGrid
{
    public PixelGrid(int width, int height, byte[] bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (bytes.Length != width * height * 3)
            throw new ArgumentException($"{width}x{height} RGB pixels are {width * height * 3} bytes; got {bytes.Length}.", nameof(bytes));
        (Width, Height, Bytes) = (width, height, bytes);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Width x Height x 3 bytes.</summary>
    public byte[] Bytes { get; }

    /// <summary>The same pixels, not copied, for libvips to write. Dispose of it: until then they stay where they are in memory.</summary>
    internal Image ToImage()
    {
        Libvips.EnsureSet();
        // Never let go of by the garbage collector; the copy holds what it needs.
        using var pixels = Image.NewFromMemory(Bytes, Width, Height, 3, Enums.BandFormat.Uchar);
        return pixels.Copy(interpretation: Enums.Interpretation.Srgb);
    }
}
