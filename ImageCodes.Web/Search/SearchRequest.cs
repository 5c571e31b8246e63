namespace ImageCodes.Web.Search;

/// <summary>How a search is cut off.</summary>
/// <param name="K">How many hits at most, 1 to <see cref="MaxK"/>; default <see cref="UsualK"/>.</param>
/// <param name="Bits">Length of the codes compared, in bits; null for the whole code.</param>
/// <param name="Within">Hits lie within so many bits; null for no limit.</param>
/// <param name="Label">Hits have this label, a tag or the name of a folder; null for any or none.</param>
public sealed record SearchRequest(int K = SearchRequest.UsualK, int? Bits = null, int? Within = null, string? Label = null)
{
    public const int UsualK = 24;
    public const int MaxK = 1_000;

    /// <summary>What is wrong with the request, as a sentence; null where nothing is.</summary>
    /// <param name="longest">Length of the query's code.</param>
    public string? Refuse(int longest) =>
        K is < 1 or > MaxK ? $"k is 1 to {MaxK:N0}; got {K}."
        : Bits < 1 || Bits > longest ? $"bits is 1 to {longest}, the length of the query's code; got {Bits}."
        : Within < 0 ? $"within is 0 or more; got {Within}."
        : null;
}
