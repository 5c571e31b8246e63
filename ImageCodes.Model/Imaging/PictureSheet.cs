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
        Image[] images = [.. pictures.Select(picture => picture.ToImage())];
        using var sheet = Image.Arrayjoin(images, across: columns, shim: Gap, background: [128, 128, 128]);
        var file = sheet.WebpsaveBuffer(q: 90);
        foreach (var image in images) image.Dispose();
        return file;
    }

    /// <summary>One picture as a WebP file in which each pixel is as it was: of few pixels each of which says something.</summary>
    public static byte[] WriteExactly(PixelGrid picture)
    {
        using var image = picture.ToImage();
        return image.WebpsaveBuffer(lossless: true);
    }

    /// <summary>One picture as a file; the end of its name says of which kind: .png, .jpg or .webp.</summary>
    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    public static void Save(PixelGrid picture, string path)
    {
        if (Refuse(path) is { } reason) throw new ArgumentException(reason, nameof(path));
        using var image = picture.ToImage();
        image.WriteToFile(path);
    }

    /// <summary>What is wrong with the name of a file to write to, as a sentence; null where nothing is.</summary>
    public static string? Refuse(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".png" or ".jpg" or ".webp" ? null : $"A picture is written as .png, .jpg or .webp; got '{path}'.";
}
