using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Jobs;

/// <summary>A change of the model in use as pages and the API see it.</summary>
/// <param name="Id">The job's number.</param>
/// <param name="State">Where it is.</param>
/// <param name="ModelId">The model that is to be used.</param>
/// <param name="Progress">How many pictures have its codes; null before its first report.</param>
/// <param name="Error">A sentence, where it failed.</param>
public sealed record ModelJob(long Id, JobState State, long ModelId, ImportProgress? Progress, string? Error)
{
    /// <summary>The kind of job in the library.</summary>
    public const string Kind = "use-model";

    public static ModelJob Of(Job job) => new(job.Id, job.State, job.RequestAs<long>(), job.ProgressAs<ImportProgress>(), job.Error);
}
