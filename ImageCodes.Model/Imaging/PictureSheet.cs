using NetVips;

namespace ImageCodes.Model.Imaging;

/// <summary>Small pictures of one size side by side, as one file.</summary>
public static class PictureSheet
{
    private const int Gap = 4;

    /// <summary>A WebP file.</summary>
    /// <param name="pictures">Row by row.</param>
    /// <param name="columns">Pictures in a row.</param>
    /// <exception cref="ArgumentException">There are no pictures.</exception>
    public static byte[] Write(IReadOnlyList<PixelGrid> pictures, int columns)
    {
        if (pictures.Count == 0) throw new ArgumentException("A sheet needs at least one picture.", nameof(pictures));
        var images = pictures.Select(picture => Image.NewFromMemory(picture.Bytes, picture.Width, picture.Height, 3, Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Srgb)).ToArray();
        using var sheet = Image.Arrayjoin(images, across: columns, shim: Gap, background: [128, 128, 128]);
        return sheet.WebpsaveBuffer(q: 90);
    }
}
