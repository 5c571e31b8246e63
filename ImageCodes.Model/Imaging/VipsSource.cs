using NetVips;

namespace ImageCodes.Model.Imaging;

/// <summary>JPEG, PNG, GIF, WebP, TIFF and AVIF, read by libvips.</summary>
internal sealed class VipsSource(byte[] file, PictureHeader header, CancellationToken limit) : IPictureSource
{
    private const int Rgb = 3;   // channels
    private const int RowsAtOnce = 16;

    static VipsSource() => Libvips.EnsureSet();

    /// <summary>
    /// Its size upright, and whether all its pixels are in memory at a time while it is decoded: not where rows come one after the other
    /// and are shrunk as they come.
    /// </summary>
    public static (int Width, int Height, bool IsHeldWhole) Measure(byte[] file, PictureFormat format)
    {
        using var source = Source.NewFromMemory(file);
        using var image = Image.NewFromSource(source, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated);
        using var upright = image.Autorot();   // no pixel is read for it
        return (upright.Width, upright.Height, format is not (PictureFormat.Jpeg or PictureFormat.Png) || image.Contains("interlaced"));
    }

    public PixelGrid Upright(int size)
    {
        // libvips can open and shrink in one call (thumbnail_buffer), but then it takes a file that is cut short for whole.
        using var source = Source.NewFromMemory(file);   // a buffer would be copied
        using var image = header.Format == PictureFormat.Jpeg
            ? Image.JpegloadSource(source, shrink: ShrinkWhileLoading(size), access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated)
            : Image.NewFromSource(source, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated);
        // A transform between profiles costs more than the rest together, and most pictures say nothing but sRGB.
        var profile = image.Contains("icc-profile-data") || image.Interpretation == Enums.Interpretation.Cmyk ? "srgb" : null;
        using var shrunk = image.ThumbnailImage(size, height: size, size: Enums.Size.Down, outputProfile: profile, intent: Enums.Intent.Relative);
        using var plain = Plain(shrunk);
        return Pixels(plain);
    }

    /// <summary>Draws some rows at a time, on the calling thread: where libvips draws all, it wakes another for it, and waits.</summary>
    private PixelGrid Pixels(Image image)
    {
        var pixels = new byte[image.Height * image.Width * Rgb];
        using var region = Region.New(image);
        for (var top = 0; top < image.Height; top += RowsAtOnce)
        {
            limit.ThrowIfCancellationRequested();
            var rows = Math.Min(RowsAtOnce, image.Height - top);
            region.Fetch(0, top, image.Width, rows).CopyTo(pixels, top * image.Width * Rgb);
        }

        return new PixelGrid(image.Width, image.Height, pixels);
    }

    /// <summary>
    /// A JPEG is decoded at 1/2, 1/4 or 1/8 for next to nothing; at least twice the size asked for is left to a better filter.
    /// </summary>
    private int ShrinkWhileLoading(int size) => (Math.Max(header.Width, header.Height) / (2 * size)) switch
    {
        >= 8 => 8,
        >= 4 => 4,
        >= 2 => 2,
        _ => 1,
    };

    /// <summary>8-bit RGB over white. Each step costs a tenth of a millisecond, and most pictures need none.</summary>
    private static Image Plain(Image image)
    {
        if (image is { Interpretation: Enums.Interpretation.Srgb, Format: Enums.BandFormat.Uchar, Bands: Rgb }) return image.Copy();
        using var colour = image.Colourspace(Enums.Interpretation.Srgb);
        // Masks and the like come after transparency.
        using var plain = colour.Bands > Rgb + 1 ? colour.ExtractBand(0, n: Rgb + 1) : colour.Copy();
        using var opaque = plain.HasAlpha() ? plain.Flatten(background: [255, 255, 255]) : plain.Copy();
        return opaque.Cast(Enums.BandFormat.Uchar);
    }
}
