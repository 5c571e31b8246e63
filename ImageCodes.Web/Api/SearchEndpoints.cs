using System.ComponentModel;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Imaging;
using ImageCodes.Web.Access;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ImageCodes.Web.Api;

/// <summary>Search by upload, by a picture of the library, by web address, and by code.</summary>
internal static class SearchEndpoints
{
    public static void MapSearch(this RouteGroupBuilder api)
    {
        api.MapPost("/search", ByUploadAsync).WithSummary("Pictures that look like the uploaded file.")
            .WithMetadata(new DisableRequestSizeLimitAttribute());   // the form's limit is that of a picture
        api.MapGet("/search", ByReferenceAsync).WithSummary("Pictures that look like one of the library (id), one on the web (url), or lie near a code (code, hexadecimal). Give one of the three.");
    }

    private static async Task<SearchAnswer> ByUploadAsync(
        IFormFile file, SimilarPictures similar, PictureDecoder decoder, CancellationToken cancel,
        [Description("How many hits at most, 1 to 1,000.")] int k = SearchRequest.UsualK, [Description("How many of the code's first bits to compare, 1 to its length, best one that the model was trained for; all, unless given.")] int? bits = null, [Description("Only hits within so many bits.")] int? within = null, [Description("Only hits with this label.")] string? label = null)
    {
        decoder.RefuseLength(file.Length);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancel);
        return SearchAnswer.Of(similar.Find(await similar.EncodeAsync(bytes.ToArray(), cancel), new SearchRequest(k, bits, within, label)));
    }

    private static async Task<Results<Ok<SearchAnswer>, ProblemHttpResult>> ByReferenceAsync(
        SimilarPictures similar, PictureFetcher fetcher, CancellationToken cancel,
        [Description("A picture of the library.")] long? id = null, [Description("The address of a picture on the web.")] string? url = null, [Description("A code, hexadecimal.")] string? code = null,
        [Description("How many hits at most, 1 to 1,000.")] int k = SearchRequest.UsualK, [Description("How many of the code's first bits to compare, 1 to its length, best one that the model was trained for; all, unless given.")] int? bits = null, [Description("Only hits within so many bits.")] int? within = null, [Description("Only hits with this label.")] string? label = null)
    {
        var request = new SearchRequest(k, bits, within, label);
        if (new object?[] { id, url, code }.Count(given => given is not null) != 1)
            return TypedResults.Problem("Give one of id, url and code.", statusCode: StatusCodes.Status400BadRequest);
        if (url is not null)
            return TypedResults.Ok(SearchAnswer.Of(similar.Find(await similar.EncodeAsync(await fetcher.FetchAsync(url, cancel), cancel), request)));
        if (code is not null)
            return TypedResults.Ok(SearchAnswer.Of(similar.Find(similar.Take(BinaryCode.Parse(code)), request)));
        return similar.CodeOf(id!.Value) is { } known
            ? TypedResults.Ok(SearchAnswer.Of(similar.Find(known, request, except: id)))
            : TypedResults.Problem($"The library has no picture {id} with a code of this model.", statusCode: StatusCodes.Status404NotFound);
    }
}
