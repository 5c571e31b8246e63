namespace ImageCodes.Model.Mapping;

/// <summary>How far the map is.</summary>
/// <param name="Stage">What is being done, in words.</param>
/// <param name="Share">Of the whole, 0 to 1.</param>
public sealed record MapProgress(string Stage, double Share);
