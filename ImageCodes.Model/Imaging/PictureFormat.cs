namespace ImageCodes.Model.Imaging;

/// <summary>The kinds of picture file that are read.</summary>
public enum PictureFormat
{
    Jpeg,
    Png,
    Gif,
    WebP,
    Tiff,
    Avif,
    Heic,
    Bmp,
    JpegXl,
}

/// <summary>What people call formats.</summary>
public static class PictureFormatNames
{
    public static string Name(this PictureFormat format) => format switch
    {
        PictureFormat.WebP => "WebP",
        PictureFormat.JpegXl => "JPEG XL",
        _ => format.ToString().ToUpperInvariant(),
    };
}
