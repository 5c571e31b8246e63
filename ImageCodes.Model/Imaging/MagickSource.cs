using ImageMagick;

namespace ImageCodes.Model.Imaging;

/// <summary>HEIC, BMP and JPEG XL, read by ImageMagick under the name of the one format that the bytes begin.</summary>
internal sealed class MagickSource(byte[] file, PictureFormat format, CancellationToken limit) : IPictureSource
{
    /// <summary>Its size upright, and whether all its pixels are in memory at a time while it is decoded: always, by ImageMagick.</summary>
    public static (int Width, int Height, bool IsHeldWhole) Measure(byte[] file, PictureFormat format)
    {
        var info = new MagickImageInfo(file, Settings(format));
        // From there on it lies on its side.
        return info.Orientation >= Orientation.LeftTop ? ((int)info.Height, (int)info.Width, true) : ((int)info.Width, (int)info.Height, true);
    }

    public PixelGrid Upright(int size)
    {
        using var picture = new MagickImage();
        picture.Progress += (_, step) => step.Cancel = limit.IsCancellationRequested;
        picture.Read(file, Settings(format));
        limit.ThrowIfCancellationRequested();
        picture.AutoOrient();
        if (picture.GetColorProfile() is not null) picture.TransformColorSpace(ColorProfiles.SRGB);
        picture.ColorSpace = ColorSpace.sRGB;
        picture.BackgroundColor = MagickColors.White;
        picture.Alpha(AlphaAction.Remove);
        if (picture.Width > size || picture.Height > size) picture.Resize((uint)size, (uint)size);
        limit.ThrowIfCancellationRequested();   // what was cut off may have ended without a word
        using var pixels = picture.GetPixels();
        return new PixelGrid((int)picture.Width, (int)picture.Height, pixels.ToByteArray(PixelMapping.RGB)!);
    }

    private static MagickReadSettings Settings(PictureFormat format) => new()
    {
        Format = format switch
        {
            PictureFormat.Heic => MagickFormat.Heic,
            PictureFormat.Bmp => MagickFormat.Bmp,
            PictureFormat.JpegXl => MagickFormat.Jxl,
            _ => throw new ArgumentOutOfRangeException(nameof(format), $"ImageMagick is not asked for {format}."),
        },
    };
}
