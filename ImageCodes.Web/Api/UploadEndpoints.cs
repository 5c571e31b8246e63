using ImageCodes.Model.Imaging;
using ImageCodes.Web.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ImageCodes.Web.Api;

/// <summary>Files brought by a browser or a program: begin a drop, send files in as many requests as you like, import it.</summary>
internal static class UploadEndpoints
{
    // Error numbers of Linux, which is what an IOException carries there.
    private const int NoSuchName = 2, IsAFile = 17, NotAFolder = 20, DiskFull = 28, NameTooLong = 36, QuotaReached = 122;
    private const int NoNumber = unchecked((int)0x80131620);   // an IOException that no call of the system made

    /// <summary>A drop that was begun.</summary>
    public sealed record Upload(string Name);

    /// <summary>What a request's files became.</summary>
    public sealed record UploadedFiles(int Saved, IReadOnlyList<string> Refused);

    public static void MapUploads(this RouteGroupBuilder api)
    {
        api.MapPost("/uploads", (UploadFolders folders) => new Upload(folders.Create())).WithSummary("Begins a drop of files.");
        api.MapPost("/uploads/{name}/files", SaveAsync).WithSummary("Sends files (multipart/form-data; "
            + "each part's name is its file's path within what was dropped, with encoded=true as a URL writes it; "
            + "of a part named 'file' the file name is). A file that came already is not kept twice.")
            .Accepts<IFormFileCollection>("multipart/form-data")
            .WithMetadata(new Microsoft.AspNetCore.Mvc.DisableRequestSizeLimitAttribute());
        api.MapPost("/uploads/{name}/import", Import).WithSummary("Begins the import of what was sent.");
    }

    /// <summary>
    /// Streams each part to disk: a request may be larger than memory. Browsers rewrite quotation marks in parts' names, so the page's are
    /// encoded, where nothing is rewritten.
    /// </summary>
    private static async Task<Results<Ok<UploadedFiles>, ProblemHttpResult>> SaveAsync(
        HttpRequest request, UploadFolders folders, ImagingOptions limits, string name, CancellationToken cancel, bool encoded = false)
    {
        if (folders.Find(name) is not { } folder) return Missing(name);
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
            throw new ArgumentException($"Files are sent as multipart/form-data; got '{request.ContentType}'.");
        var reader = new MultipartReader(boundary, request.Body);
        var (saved, refused) = (0, new List<string>());
        while (await NextAsync(reader, cancel) is { } section)
        {
            if (section.AsFileSection() is not { FileStream: { } content } file) continue;
            // A browser's own file name loses its folders, so the part's name carries the path.
            var path = encoded ? Uri.UnescapeDataString(file.Name) : file.Name.Length > 0 && file.Name != "file" ? file.Name : file.FileName;
            try
            {
                await folders.SaveAsync(folder, path, content, limits.MaxBytes, cancel);
                saved++;
            }
            catch (ArgumentException wrong)
            {
                refused.Add(wrong.Message);
            }
            catch (IOException failure) when (failure is DirectoryNotFoundException or PathTooLongException
                || Directory.Exists(folder) && failure.HResult is IsAFile or NotAFolder or NameTooLong or NoSuchName)
            {
                refused.Add($"'{path}' cannot be stored under that name.");
            }
            catch (IOException failure) when (IsCutShort(failure))
            {
                throw CutShort(failure);
            }
            catch (IOException failure) when (failure.HResult is DiskFull or QuotaReached)
            {
                return TypedResults.Problem($"The disk of the server is full: '{path}' and what follows it was not taken. "
                    + "Make room, and send these again.", statusCode: StatusCodes.Status507InsufficientStorage);
            }
        }

        return TypedResults.Ok(new UploadedFiles(saved, refused));
    }

    /// <summary>Whether the reader of multiparts came to the end too early: the system's own failures carry the system's numbers.</summary>
    private static bool IsCutShort(IOException failure) => failure is not BadHttpRequestException && failure.HResult == NoNumber;

    private static ArgumentException CutShort(Exception failure) =>
        new($"The request ends before its last boundary, or is not multipart/form-data: {failure.Message} What came before is kept.", failure);

    /// <exception cref="ArgumentException">The request is cut short, or no multipart.</exception>
    private static async Task<MultipartSection?> NextAsync(MultipartReader reader, CancellationToken cancel)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancel);
        }
        catch (Exception failure) when (failure is InvalidDataException || failure is IOException early && IsCutShort(early))
        {
            throw CutShort(failure);
        }
    }

    private static Results<Accepted<ImportJob>, ProblemHttpResult> Import(UploadFolders folders, string name) =>
        folders.Import(name) is { } job ? TypedResults.Accepted($"/api/imports/{job.Id}", job) : Missing(name);

    private static ProblemHttpResult Missing(string name) =>
        Problems.NotFound($"There is no drop '{name}', or its import was begun already: begin another.");
}
