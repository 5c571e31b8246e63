using ImageCodes.Model.Storage;
using ImageCodes.Web.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImageCodes.Web.Api;

/// <summary>What can be asked of and done to jobs of any kind.</summary>
internal static class JobEndpoints
{
    /// <param name="api">The group of all routes.</param>
    /// <param name="path">Where jobs of the kind are, such as /imports.</param>
    /// <param name="kind">As it stands in the library.</param>
    /// <param name="noun">What people call one of them.</param>
    /// <param name="read">The kind's own view of a job.</param>
    public static void MapJobs<T>(this RouteGroupBuilder api, string path, string kind, string noun, Func<Job, T> read)
    {
        Results<Ok<T>, ProblemHttpResult> Find(JobQueue jobs, long id) => jobs.Find(kind, id) is { } job ? TypedResults.Ok(read(job)) : Missing(id);

        Results<Ok<T>, ProblemHttpResult> Change(JobQueue jobs, long id, Func<long, bool> change)
        {
            if (jobs.Find(kind, id) is not { } before) return Missing(id);
            return change(id)
                ? TypedResults.Ok(read(jobs.Find(kind, id)!))
                : Problems.Conflict($"The {noun} {id} is {before.State.ToString().ToLowerInvariant()}; that cannot be done to it now.");
        }

        Results<NoContent, ProblemHttpResult> PutAway(JobQueue jobs, long id) => jobs.Find(kind, id) is null
            ? Missing(id)
            : jobs.PutAway(id) ? TypedResults.NoContent() : Problems.Conflict($"The {noun} {id} is not over: cancel it first.");

        ProblemHttpResult Missing(long id) => Problems.NotFound($"There is no {noun} {id}.");

        api.MapGet(path, (JobQueue jobs) => jobs.Newest(kind).Select(read)).WithSummary($"The newest 20 {noun}s, the newest first.");
        api.MapGet($"{path}/{{id:long}}", Find).WithSummary($"Where a {noun} is.");
        api.MapPost($"{path}/{{id:long}}/pause", (JobQueue jobs, long id) => Change(jobs, id, jobs.Pause))
            .WithSummary($"Stops a {noun} so that it can go on later.");
        api.MapPost($"{path}/{{id:long}}/resume", (JobQueue jobs, long id) => Change(jobs, id, jobs.Resume)).WithSummary($"Lets a {noun} go on.");
        api.MapDelete($"{path}/{{id:long}}", PutAway).WithSummary($"Forgets a {noun} that is over; what it did stays.");
        api.MapPost($"{path}/{{id:long}}/cancel", (JobQueue jobs, long id) => Change(jobs, id, jobs.Cancel))
            .WithSummary($"Stops a {noun}; what it did stays, and resume lets it go on.");
    }
}
