using ImageCodes.Model.Mapping;
using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Jobs;

/// <summary>What is asked of the map.</summary>
/// <param name="Anew">Whether what lies on it may move.</param>
public sealed record MapRequest(bool Anew);

/// <summary>Work on the map as pages and the API see it.</summary>
/// <param name="Id">The job's number.</param>
/// <param name="State">Where it is.</param>
/// <param name="Request">What is asked for.</param>
/// <param name="Progress">How far it is; null before its first report.</param>
/// <param name="Error">A sentence, where it failed.</param>
/// <param name="Created">When it was asked for, UTC.</param>
public sealed record MapJob(long Id, JobState State, MapRequest Request, MapProgress? Progress, string? Error, DateTime Created) : IJobView
{
    /// <summary>The kind of job in the library.</summary>
    public const string Kind = "map";

    public static MapJob Of(Job job) =>
        new(job.Id, job.State, job.RequestAs<MapRequest>(), job.ProgressAs<MapProgress>(), job.Error, job.Created);
}
