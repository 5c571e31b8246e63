namespace ImageCodes.Model.Search;

/// <summary>A picture found near a query.</summary>
/// <param name="Id">Of the picture.</param>
/// <param name="Distance">In how many bits its code differs from the query's, 0 to the length compared.</param>
public readonly record struct Neighbour(long Id, int Distance);
