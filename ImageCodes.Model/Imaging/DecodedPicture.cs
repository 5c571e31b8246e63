namespace ImageCodes.Model.Imaging;

/// <summary>What is known of a picture before its pixels are decoded.</summary>
/// <param name="Format">By content, whatever the file is called.</param>
/// <param name="Width">Pixels across, upright: after its orientation is applied.</param>
/// <param name="Height">Pixels down, upright.</param>
public sealed record PictureHeader(PictureFormat Format, int Width, int Height);

/// <summary>Everything one decode gives.</summary>
/// <param name="Header">What the file says of itself.</param>
/// <param name="Input">What a network sees of it, <see cref="PictureDecoder.InputSize"/> squared.</param>
/// <param name="Thumbnail">A JPEG file of the upright picture in its own proportions.</param>
public sealed record DecodedPicture(PictureHeader Header, NetworkInput Input, byte[] Thumbnail);
