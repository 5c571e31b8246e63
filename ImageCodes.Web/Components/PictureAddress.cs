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

    private static string Content(Picture picture) => picture.Hash[..16];
}
