using ImageCodes.Model.Codes;
using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Components;

/// <summary>
/// Where a picture's thumbnail and view are. The address names the content, and not only the number in the library, so that a
/// browser that keeps it never shows another library's picture.
/// </summary>
internal static class PictureAddress
{
    public static string Thumbnail(Picture picture) => $"/api/pictures/{picture.Id}/thumbnail?content={Content(picture)}";

    public static string View(Picture picture) => $"/api/pictures/{picture.Id}/view?content={Content(picture)}";

    /// <summary>What the decoder draws of a code.</summary>
    public static string Drawn(BinaryCode code, string version) => $"/api/codes/{code}/picture?version={Escaped(version)}";

    /// <summary>What it draws as one unit goes from one end to the other, frame beside frame.</summary>
    public static string Strip(BinaryCode code, int unit, int reach, int steps, string version) =>
        $"/api/codes/{code}/strip?unit={unit}&reach={reach}&steps={steps}&version={Escaped(version)}";

    /// <summary>
    /// A version begins with a name that anyone may have given; addresses stand in style sheets too, between quotation marks.
    /// </summary>
    private static string Escaped(string version) => Uri.EscapeDataString(version).Replace("'", "%27", StringComparison.Ordinal);

    private static string Content(Picture picture) => picture.Hash[..16];
}
