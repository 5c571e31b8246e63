using ImageCodes.Model.Storage;
using ImageCodes.Web.Search;

namespace ImageCodes.Web.Components;

/// <summary>A picture that a page is about: one of the library, or one that was dropped.</summary>
/// <param name="Id">Its number in the library; null where it was dropped.</param>
/// <param name="Name">What its file is called.</param>
/// <param name="Source">Where the browser finds it, small.</param>
/// <param name="Encoded">Its code.</param>
public sealed record ShownPicture(long? Id, string Name, string Source, EncodedPicture Encoded);

/// <summary>Finds the picture that an address names.</summary>
public sealed class ShownPictures(PictureStore pictures, QueryPictures queries, SimilarPictures similar)
{
    /// <param name="id">Of a picture of the library, or null.</param>
    /// <param name="upload">Of one that was dropped, where there is no <paramref name="id"/>.</param>
    /// <returns>The picture; or null, and a sentence that says why.</returns>
    public async Task<(ShownPicture? Shown, string? Problem)> FindAsync(long? id, string? upload)
    {
        if (id is { } known)
        {
            var picture = pictures.Find(known);
            if (picture is not null && similar.CodeOf(known) is { } code)
                return (new ShownPicture(known, picture.Name, PictureAddress.Thumbnail(picture), code), null);
            return (null, picture switch
            {
                null => $"The library has no picture {known}. It may have been deleted.",
                { State: PictureState.Failed } => $"The file '{picture.Path}' gives no picture, so it has no code. {picture.Error}",
                _ => "The picture's code is not made yet. Try again in a moment.",
            });
        }

        if (queries.Find(upload ?? "") is not { } dropped) return (null, "The picture that was dropped is not here any more: drop it once more.");
        return (new ShownPicture(null, dropped.Name, $"data:image/jpeg;base64,{Convert.ToBase64String(dropped.Thumbnail)}", await queries.EncodeAsync(dropped)), null);
    }
}
