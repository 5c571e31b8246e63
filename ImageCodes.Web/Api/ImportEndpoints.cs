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
        api.MapGet("/imports", (ImportJobs jobs) => jobs.Newest()).WithSummary("The newest imports, the newest first.");
        api.MapGet("/imports/{id:long}", Find).WithSummary("Where an import is.");
        api.MapPost("/imports/{id:long}/pause", (ImportJobs jobs, long id) => Change(jobs, id, jobs.Pause)).WithSummary("Stops an import so that it can go on later.");
        api.MapPost("/imports/{id:long}/resume", (ImportJobs jobs, long id) => Change(jobs, id, jobs.Resume)).WithSummary("Lets an import go on.");
        api.MapPost("/imports/{id:long}/cancel", (ImportJobs jobs, long id) => Change(jobs, id, jobs.Cancel)).WithSummary("Stops an import for good; what it imported stays.");
    }

    private static Results<Accepted<ImportJob>, ProblemHttpResult> Begin(ImportJobs jobs, ImportRoots roots, ImportRequest request)
    {
        if (request.Paths is not { Count: > 0 }) throw new ArgumentException("paths names the folders and files to import; it is empty.");
        if (request.Paths.Select(roots.Refuse).FirstOrDefault(reason => reason is not null) is { } refused)
            return TypedResults.Problem(refused, statusCode: StatusCodes.Status400BadRequest);
        var job = jobs.Enqueue(request.Paths);
        return TypedResults.Accepted($"/api/imports/{job.Id}", job);
    }

    private static Results<Ok<ImportJob>, ProblemHttpResult> Find(ImportJobs jobs, long id) =>
        jobs.Find(id) is { } job ? TypedResults.Ok(job) : Missing(id);

    private static Results<Ok<ImportJob>, ProblemHttpResult> Change(ImportJobs jobs, long id, Func<long, bool> change)
    {
        if (jobs.Find(id) is not { } before) return Missing(id);
        return change(id)
            ? TypedResults.Ok(jobs.Find(id)!)
            : TypedResults.Problem($"Import {id} is {before.State.ToString().ToLowerInvariant()}; that cannot be done to it now.", statusCode: StatusCodes.Status409Conflict);
    }

    private static ProblemHttpResult Missing(long id) => TypedResults.Problem($"There is no import {id}.", statusCode: StatusCodes.Status404NotFound);
}
