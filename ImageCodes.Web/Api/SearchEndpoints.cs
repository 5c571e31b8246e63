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
    private const string OfK = "How many hits at most, 1 to 1,000.";
    private const string OfBits = "How many of the code's first bits to compare, 1 to its length, best one that the model was trained for; all, unless given.";
    private const string OfWithin = "Only hits within so many bits.";
    private const string OfLabel = "Only hits with this label.";

    /// <summary>A picture that is kept to search with.</summary>
    public sealed record QueryAnswer(string Id, string Name);

    public static void MapSearch(this RouteGroupBuilder api)
    {
        // What is a little too long is read, and refused in words; here the connection is closed.
        var ofPictures = new RequestSizeLimitAttribute(
            2 * ApiRoutes.LongestForm(((IEndpointRouteBuilder)api).ServiceProvider.GetRequiredService<ImagingOptions>()));
        api.MapPost("/search", ByUploadAsync).WithSummary("Pictures that look like the uploaded file.").WithMetadata(ofPictures);
        api.MapPost("/queries", KeepAsync).WithSummary("Keeps a picture for a while: the page /?upload=ID shows what looks like it. "
            + "The body is its file.").WithMetadata(ofPictures);
        api.MapGet("/search", ByReferenceAsync).WithSummary("Pictures that look like one of the library (id), one on the web (url), "
            + "or lie near a code (code, hexadecimal). Give one of the three.");
    }

    private static async Task<SearchAnswer> ByUploadAsync(
        IFormFile file, SimilarPictures similar, PictureDecoder decoder, CancellationToken cancel,
        [Description(OfK)] int k = SearchRequest.UsualK, [Description(OfBits)] int? bits = null, [Description(OfWithin)] int? within = null, [Description(OfLabel)] string? label = null)
    {
        var request = new SearchRequest(k, bits, within, label);
        similar.Check(request);
        decoder.RefuseLength(file.Length);
        var bytes = new byte[file.Length];
        await using (var content = file.OpenReadStream()) await content.ReadExactlyAsync(bytes, cancel);
        return SearchAnswer.Of(similar.Find(await similar.EncodeAsync(bytes, cancel), request));
    }

    /// <summary>
    /// The body is the file, and nothing else: forms are written to the disk first, where they are longer than some kilobytes.
    /// </summary>
    private static async Task<QueryAnswer> KeepAsync(
        HttpRequest sent, QueryPictures queries, PictureDecoder decoder, PictureFetcher fetcher, CancellationToken cancel,
        [Description("What the file is called.")] string? name = null, [Description("The address of a picture on the web, instead of a body.")] string? url = null)
    {
        var query = queries.Add(name ?? url ?? "a picture", url is null ? await ReadAsync() : await fetcher.FetchAsync(url, cancel), cancel);
        _ = queries.EncodeAsync(query);   // over, mostly, when the page is asked for
        return new QueryAnswer(query.Id, query.Name);

        async Task<byte[]> ReadAsync()
        {
            if (sent.ContentLength is not { } length) throw new ArgumentException("Send the file as the body, with its length; or give a url.");
            decoder.RefuseLength(length);
            var bytes = new byte[length];
            await sent.Body.ReadExactlyAsync(bytes, cancel);
            return bytes;
        }
    }

    private static async Task<Results<Ok<SearchAnswer>, ProblemHttpResult>> ByReferenceAsync(
        SimilarPictures similar, PictureFetcher fetcher, CancellationToken cancel,
        [Description("A picture of the library.")] long? id = null, [Description("The address of a picture on the web.")] string? url = null,
        [Description("A code, hexadecimal.")] string? code = null,
        [Description("With a code: the version of the model that made it. Where another one is in use, the answer is 409.")] string? version = null,
        [Description(OfK)] int k = SearchRequest.UsualK, [Description(OfBits)] int? bits = null, [Description(OfWithin)] int? within = null, [Description(OfLabel)] string? label = null)
    {
        var request = new SearchRequest(k, bits, within, label);
        if (new object?[] { id, url, code }.Count(given => given is not null) != 1) throw new ArgumentException("Give one of id, url and code.");
        version = string.IsNullOrEmpty(version) ? null : version;
        if (version is not null && code is null) throw new ArgumentException("version goes with a code.");
        if (code is null) similar.Check(request);
        if (url is not null)
            return TypedResults.Ok(SearchAnswer.Of(similar.Find(await similar.EncodeAsync(await fetcher.FetchAsync(url, cancel), cancel), request)));
        if (code is not null)
        {
            var kept = similar.Take(BinaryCode.Parse(code));
            return version is null || version == kept.Model.Encoder.Version
                ? TypedResults.Ok(SearchAnswer.Of(similar.Find(kept, request)))
                : Problems.Conflict($"The code is of the model {version}; {kept.Model.Encoder.Version} is in use, and codes of two models are not compared.");
        }

        return similar.CodeOf(id!.Value) is { } known
            ? TypedResults.Ok(SearchAnswer.Of(similar.Find(known, request, except: id)))
            : Problems.NotFound($"The library has no picture {id} with a code of this model.");
    }
}
