namespace ImageCodes.Model.Imaging;

/// <summary>A picture file that one of the two decoders has opened.</summary>
internal interface IPictureSource
{
    /// <summary>
    /// The picture: upright, sRGB, no alpha (transparent parts are white), its longer side at most <paramref name="size"/> pixels.
    /// </summary>
    PixelGrid Upright(int size);
}
