using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Search;

/// <summary>A picture found.</summary>
/// <param name="Picture">The library's picture.</param>
/// <param name="Distance">In how many of the compared bits it differs from the query.</param>
public sealed record Hit(Picture Picture, int Distance);

/// <summary>What a search gave.</summary>
/// <param name="Model">The version of the model whose codes were compared.</param>
/// <param name="Bits">Length of the codes compared.</param>
/// <param name="Among">How many pictures could have been found.</param>
/// <param name="Millis">Milliseconds from the query's code to the hits.</param>
/// <param name="Hits">The nearest first.</param>
public sealed record SearchResult(string Model, int Bits, int Among, double Millis, IReadOnlyList<Hit> Hits);
