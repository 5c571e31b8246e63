using ImageCodes.Model.Storage;
using ImageCodes.Web.Access;
using ImageCodes.Web.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImageCodes.Web.Api;

/// <summary>Imports of folders on the server, as jobs.</summary>
internal static class ImportEndpoints
{
    /// <summary>What to import.</summary>
    /// <param name="Paths">Full paths on the server, below the folders that may be imported.</param>
    /// <param name="Watch">Whether the library is to follow these folders from now on.</param>
    public sealed record ImportRequest(IReadOnlyList<string> Paths, bool Watch = false);

    /// <summary>A folder that the library follows.</summary>
    /// <param name="Path">Full path on the server.</param>
    /// <param name="News">Where the following of it is since the server started; null before its first look is over.</param>
    public sealed record WatchedFolder(string Path, WatchNews? News);

    public static void MapImports(this RouteGroupBuilder api)
    {
        api.MapPost("/imports", Begin).WithSummary("Begins an import of folders and files on the server.");
        api.MapGet("/watched", (WatchedFolderStore watched, FolderWatcher watcher) => watched.All().Select(path => new WatchedFolder(path, watcher.NewsOf(path))))
            .WithSummary("The folders that the library follows.");
        api.MapDelete("/watched", Unwatch).WithSummary("Stops following a folder; its pictures stay.");
        api.MapJobs("/imports", ImportJob.Kind, "import", ImportJob.Of);
    }

    private static Accepted<ImportJob> Begin(JobQueue jobs, ImportRoots roots, WatchedFolderStore watched, ImportRequest request)
    {
        if (request.Paths is not { Count: > 0 }) throw new ArgumentException("paths names the folders and files to import; it is empty.");
        if (request.Paths.Select(path => roots.Refuse(path, request.Watch)).FirstOrDefault(reason => reason is not null) is { } refused)
            throw new ArgumentException(refused);
        foreach (var path in request.Watch ? request.Paths : []) watched.Add(path);
        var job = ImportJob.Of(jobs.Enqueue(ImportJob.Kind, request.Paths));
        return TypedResults.Accepted($"/api/imports/{job.Id}", job);
    }

    private static Results<NoContent, ProblemHttpResult> Unwatch(WatchedFolderStore watched, string path) => watched.Remove(path)
        ? TypedResults.NoContent()
        : Problems.NotFound($"'{path}' is not watched.");
}
