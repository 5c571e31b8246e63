namespace ImageCodes.Model.Imaging;

/// <summary>What a network sees of a picture.</summary>
/// <param name="Whole">The whole picture, stretched to a square.</param>
/// <param name="Middle">
/// The middle of the picture, <see cref="MiddleShare"/> of each side, stretched to as many pixels, and so with detail that the whole has
/// lost. Null where the picture has no more pixels than <paramref name="Whole"/>: then a network takes the middle from there.
/// </param>
public sealed record NetworkInput(PixelGrid Whole, PixelGrid? Middle = null)
{
    /// <summary>Share of each side that the middle has.</summary>
    public const double MiddleShare = 0.5;
}
