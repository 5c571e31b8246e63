using System.ComponentModel.DataAnnotations;

namespace ImageCodes.Web.Access;

/// <summary>What a picture fetched from a web address may cost.</summary>
public sealed class FetchOptions
{
    /// <summary>Bytes. 1 kB to 1 GB; default 32 MB.</summary>
    [Range(1_000L, 1_000_000_000L)]
    public long MaxBytes { get; set; } = 32_000_000;

    /// <summary>Seconds, redirects included. 1 to 300; default 15.</summary>
    [Range(1, 300)]
    public int MaxSeconds { get; set; } = 15;

    /// <summary>Redirects followed; each target is checked anew. 0 to 10; default 3.</summary>
    [Range(0, 10)]
    public int MaxRedirects { get; set; } = 3;
}
