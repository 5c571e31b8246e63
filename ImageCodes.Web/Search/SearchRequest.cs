using System.ComponentModel.DataAnnotations;

namespace ImageCodes.Web.Search;

/// <summary>How a search is cut off.</summary>
public sealed record SearchRequest
{
    /// <summary>How many hits at most. 1 to 1,000; default 24.</summary>
    [Range(1, 1_000)]
    public int K { get; init; } = 24;

    /// <summary>Length of the codes compared, in bits; null for the whole code.</summary>
    public int? Bits { get; init; }

    /// <summary>Hits lie within so many bits; null for no limit.</summary>
    [Range(0, 4_096)]
    public int? Within { get; init; }
}
