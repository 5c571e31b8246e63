using NetVips;

namespace ImageCodes.Model.Imaging;

/// <summary>JPEG, PNG, GIF, WebP, TIFF and AVIF, read by libvips.</summary>
internal sealed class VipsSource(byte[] file, CancellationToken limit) : IPictureSource
{
    public static (int Width, int Height) ReadSize(byte[] file)
    {
        using var image = Image.NewFromBuffer(file, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated);
        return (image.Width, image.Height);
    }

    public Image Upright(int size)
    {
        using var shrunk = Image.ThumbnailBuffer(
            file, size, height: size, size: Enums.Size.Down, outputProfile: "srgb", intent: Enums.Intent.Relative, failOn: Enums.FailOn.Truncated);
        return Finish(shrunk, limit);
    }

    /// <summary>Makes any shrunk image 8-bit RGB over white, and draws it into memory once.</summary>
    public static Image Finish(Image shrunk, CancellationToken limit)
    {
        using var colour = shrunk.Colourspace(Enums.Interpretation.Srgb);
        using var opaque = colour.HasAlpha() ? colour.Flatten(background: [255, 255, 255]) : colour.Copy();
        using var bytes = opaque.Cast(Enums.BandFormat.Uchar);
        // Progress is reported as rows are drawn; it is where a slow picture can be stopped.
        bytes.SetProgress(new Progress<int>(), limit);
        return bytes.CopyMemory();
    }
}
