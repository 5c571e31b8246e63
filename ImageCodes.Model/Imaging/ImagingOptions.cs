using System.ComponentModel.DataAnnotations;

namespace ImageCodes.Model.Imaging;

/// <summary>What one picture may cost before it is refused.</summary>
public sealed class ImagingOptions
{
    /// <summary>
    /// Width times height, read from the header before anything is decoded. 1 thousand to 4 billion; default 268 million.
    /// </summary>
    [Range(1_000L, 4_000_000_000L)]
    public long MaxPixels { get; set; } = 268_435_456;

    /// <summary>Bytes of the encoded file. 1 kB to 2 GB; default 256 MB.</summary>
    [Range(1_000L, 2_000_000_000L)]
    public long MaxBytes { get; set; } = 256_000_000;

    /// <summary>Seconds one picture may take to decode. 0.01 to 600; default 30.</summary>
    [Range(0.01, 600)]
    public double MaxSeconds { get; set; } = 30;

    /// <summary>Longer side of a thumbnail, in pixels. 64 to 1,024; default 256.</summary>
    [Range(64, 1_024)]
    public int ThumbnailSize { get; set; } = 256;
}
