using ImageCodes.Web.Access;
using ImageCodes.Web.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImageCodes.Web.Api;

/// <summary>Imports of folders on the server, as jobs.</summary>
internal static class ImportEndpoints
{
    /// <summary>What to import: full paths on the server, below the folders that may be imported.</summary>
    public sealed record ImportRequest(IReadOnlyList<string> Paths);

    public static void MapImports(this RouteGroupBuilder api)
    {
        api.MapPost("/imports", Begin).WithSummary("Begins an import of folders and files on the server.");
        api.MapJobs("/imports", ImportJob.Kind, "import", ImportJob.Of);
    }

    private static Results<Accepted<ImportJob>, ProblemHttpResult> Begin(JobQueue jobs, ImportRoots roots, ImportRequest request)
    {
        if (request.Paths is not { Count: > 0 }) throw new ArgumentException("paths names the folders and files to import; it is empty.");
        if (request.Paths.Select(roots.Refuse).FirstOrDefault(reason => reason is not null) is { } refused)
            return TypedResults.Problem(refused, statusCode: StatusCodes.Status400BadRequest);
        var job = ImportJob.Of(jobs.Enqueue(ImportJob.Kind, request.Paths));
        return TypedResults.Accepted($"/api/imports/{job.Id}", job);
    }
}
