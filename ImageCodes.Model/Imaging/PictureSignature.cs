namespace ImageCodes.Model.Imaging;

/// <summary>Tells a picture's format by its first bytes; a file's name is never believed.</summary>
public static class PictureSignature
{
    /// <summary>The format, or null where the bytes begin no picture that is read here.</summary>
    public static PictureFormat? Read(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xD8, 0xFF, ..] => PictureFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PictureFormat.Png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => PictureFormat.Gif,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => PictureFormat.WebP,
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => PictureFormat.Tiff,
        [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => PictureFormat.Bmp,
        [0xFF, 0x0A, ..] or [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' ', ..] => PictureFormat.JpegXl,
        [0, 0, _, var length, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => ReadBrands(start[8..Math.Max(8, Math.Min(length, start.Length))]),
        _ => null,
    };

    /// <summary>
    /// HEIF containers name their codec among the brands of their first box: the major one, then (after a version) the compatible ones.
    /// </summary>
    private static PictureFormat? ReadBrands(ReadOnlySpan<byte> brands)
    {
        var generic = false;
        for (; brands.Length >= 4; brands = brands[4..])
        {
            if (brands.StartsWith("avif"u8) || brands.StartsWith("avis"u8)) return PictureFormat.Avif;
            if (brands.StartsWith("hei"u8) || brands.StartsWith("hev"u8)) return PictureFormat.Heic;
            generic |= brands.StartsWith("mif1"u8);
        }

        return generic ? PictureFormat.Heic : null;
    }
}
