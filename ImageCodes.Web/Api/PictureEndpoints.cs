using System.ComponentModel;
using ImageCodes.Model.Files;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using static System.Net.Mime.MediaTypeNames;

namespace ImageCodes.Web.Api;

/// <summary>The library's pictures, their thumbnails, views and codes.</summary>
internal static class PictureEndpoints
{
    private const string AskAgain = "no-cache";   // each time whether it is still the same
    private const string OfContent = "The first 16 or more digits of the picture's hash: a browser may keep the answer for good.";
    private const int ViewSize = 1_600;
    private const int MaxPage = 1_000;

    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>
    /// A page of the library: a row for each file, so that a picture that two files hold comes twice. Total counts files.
    /// </summary>
    public sealed record PicturePage(int Total, IReadOnlyList<Picture> Pictures);

    /// <summary>A picture's code: hexadecimal, the first bit the highest of the first digit; and one activation a bit.</summary>
    public sealed record CodeAnswer(long Id, string Model, int Bits, string Code, float[] Activations);

    public static void MapPictures(this RouteGroupBuilder api)
    {
        api.MapGet("/pictures", Page).WithSummary("The library's pictures, by path or the newest first; "
            + "those in one folder, with one label, or with a text in their file's name, where they are given.");
        api.MapGet("/pictures/{id:long}", Find).WithSummary("What is known of a picture.");
        api.MapMethods("/pictures/{id:long}/thumbnail", Read, Thumbnail).WithSummary("A small JPEG of the picture (WebP, "
            + "where an earlier version made it).").Produces<Stream>(StatusCodes.Status200OK, Image.Jpeg, Image.Webp);
        api.MapMethods("/pictures/{id:long}/view", Read, ViewAsync)
            .WithSummary("A JPEG of the picture, its longer side at most 1,600 pixels; "
                + "its thumbnail, where its file is gone.").Produces<Stream>(StatusCodes.Status200OK, Image.Jpeg, Image.Webp);
        api.MapMethods("/pictures/{id:long}/file", Read, Original)
            .WithSummary("The file itself, as it was imported.").Produces<Stream>(StatusCodes.Status200OK, "application/octet-stream");
        api.MapGet("/pictures/{id:long}/code", Code).WithSummary("The picture's code.");
        api.MapDelete("/pictures/{id:long}", Delete).WithSummary("Takes the picture out of the library. Its file stays; "
            + "in a watched folder the watch brings it back within the hour.");
    }

    private static PicturePage Page(
        PictureStore pictures, [Description("The full path of a folder.")] string? folder = null,
        [Description("A tag, or the name of a folder.")] string? label = null, [Description("A part of the files' names.")] string? name = null,
        [Description("The newest first.")] bool newest = false, [Description("How many to pass over.")] int offset = 0, [Description("How many at most, 1 to 1,000.")] int limit = 100)
    {
        if (offset < 0 || limit is < 1 or > MaxPage)
            throw new ArgumentException($"offset is 0 or more, limit 1 to {MaxPage}; got {offset} and {limit}.");
        var filter = new FileFilter(
            string.IsNullOrEmpty(folder) ? null : FolderPath.Of(folder),
            string.IsNullOrEmpty(label) ? null : label, string.IsNullOrEmpty(name) ? null : name);
        return new PicturePage(pictures.CountFiles(filter), pictures.Page(filter, offset, limit, newest ? FileOrder.Newest : FileOrder.Path));
    }

    private static Results<Ok<Picture>, ProblemHttpResult> Find(PictureStore pictures, long id) =>
        pictures.Find(id) is { } picture ? TypedResults.Ok(picture) : Missing(id);

    private static Results<FileContentHttpResult, ProblemHttpResult> Thumbnail(
        PictureStore pictures, HttpResponse response, long id, [Description(OfContent)] string? content = null)
    {
        if (pictures.Find(id) is not { } picture || pictures.Thumbnail(id) is not { } thumbnail) return Missing(id);
        Keep(response, picture, content);
        return TypedResults.File(thumbnail, MediaTypeOf(thumbnail), entityTag: Tag(picture, "thumbnail"));
    }

    private static async Task<Results<FileContentHttpResult, StatusCodeHttpResult, ProblemHttpResult>> ViewAsync(
        PictureStore pictures, PictureDecoder decoder, HttpRequest request, HttpResponse response,
        long id, CancellationToken cancel, [Description(OfContent)] string? content = null)
    {
        if (pictures.Find(id) is not { } picture) return Missing(id);
        var tag = Tag(picture, "view");
        // Before it is read and decoded for nothing.
        if (request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            Keep(response, picture, content);
            response.GetTypedHeaders().ETag = tag;
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        foreach (var file in Unchanged(pictures, id))
        {
            try
            {
                var bytes = await decoder.ReadFileAsync(file.Path, cancel);
                var view = await Task.Run(() => decoder.Render(bytes, ViewSize, cancel), cancel);
                Keep(response, picture, content);
                return TypedResults.File(view, Image.Jpeg, entityTag: tag);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or UnreadablePictureException)
            {
                // Another of its files may still be there.
            }
        }

        if (pictures.Thumbnail(id) is not { } thumbnail) return Missing(id);
        response.Headers.CacheControl = AskAgain;   // the file may come back
        return TypedResults.File(thumbnail, MediaTypeOf(thumbnail));
    }

    private static Results<PhysicalFileHttpResult, ProblemHttpResult> Original(PictureStore pictures, HttpResponse response, long id)
    {
        // What gives no picture is not for everyone who may look at pictures.
        if (pictures.Find(id) is not { State: not PictureState.Failed } picture || Unchanged(pictures, id).FirstOrDefault() is not { } file)
            return Missing(id);
        response.Headers.CacheControl = AskAgain;
        // To be saved: what a browser would do with it as a page is the sender's choice.
        return TypedResults.PhysicalFile(
            file.Path, "application/octet-stream", Path.GetFileName(file.Path), entityTag: Tag(picture, "file"), enableRangeProcessing: true);
    }

    private static string MediaTypeOf(byte[] thumbnail) => PictureSignature.Read(thumbnail) == PictureFormat.WebP ? Image.Webp : Image.Jpeg;

    private static EntityTagHeaderValue Tag(Picture picture, string kind) => new($"\"{picture.Hash}-{kind}\"");

    /// <summary>Those of its files that are there. One that changed since it was read is another picture.</summary>
    private static IEnumerable<FileStamp> Unchanged(PictureStore pictures, long id) =>
        pictures.Files(id).Where(file => FileStamp.Find(file.Path) == file);

    /// <summary>What is asked for by its content never changes; by its number alone, it is another picture in another library.</summary>
    private static void Keep(HttpResponse response, Picture picture, string? content) =>
        response.Headers.CacheControl =
            content is { Length: >= 16 } && picture.Hash.StartsWith(content, StringComparison.Ordinal) ? "private, max-age=31536000, immutable" : AskAgain;

    private static Results<Ok<CodeAnswer>, ProblemHttpResult> Code(SimilarPictures similar, long id) =>
        similar.CodeOf(id) is { Model.Encoder: var encoder, Code: var code }
            ? TypedResults.Ok(new CodeAnswer(id, encoder.Version, code.Bits, code.Code.ToString(), code.Activations.ToArray()))
            : Missing(id);

    private static Results<NoContent, ProblemHttpResult> Delete(PictureStore pictures, long id) =>
        pictures.Delete([id]) == 1 ? TypedResults.NoContent() : Missing(id);

    private static ProblemHttpResult Missing(long id) =>
        Problems.NotFound($"The library has no picture {id}, or nothing of this kind for it.");
}
