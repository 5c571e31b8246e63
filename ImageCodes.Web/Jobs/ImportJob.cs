using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Jobs;

/// <summary>An import as pages and the API see it.</summary>
/// <param name="Id">The job's number.</param>
/// <param name="State">Where it is.</param>
/// <param name="Paths">What it imports.</param>
/// <param name="Progress">How far it is; null before its first report.</param>
/// <param name="Error">A sentence, where it failed as a whole.</param>
/// <param name="Created">When it was asked for, UTC.</param>
public sealed record ImportJob(
    long Id, JobState State, IReadOnlyList<string> Paths, ImportProgress? Progress, string? Error, DateTime Created) : IJobView
{
    /// <summary>The kind of job in the library.</summary>
    public const string Kind = "import";

    public static ImportJob Of(Job job) =>
        new(job.Id, job.State, job.RequestAs<IReadOnlyList<string>>(), job.ProgressAs<ImportProgress>(), job.Error, job.Created);
}
