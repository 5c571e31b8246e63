using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Jobs;

/// <summary>What is asked of an experiment.</summary>
/// <param name="Name">Which one.</param>
/// <param name="Data">The folder with the data sets.</param>
/// <param name="Quick">Whether to learn for a tenth of the time.</param>
public sealed record ExperimentRequest(string Name, string Data, bool Quick);

/// <summary>A run of an experiment as pages and the API see it.</summary>
/// <param name="Id">The job's number.</param>
/// <param name="State">Where it is.</param>
/// <param name="Request">What is asked for.</param>
/// <param name="Said">The last line it said; null before its first.</param>
/// <param name="Error">A sentence, where it failed.</param>
/// <param name="Created">When it was asked for, UTC.</param>
public sealed record ExperimentJob(long Id, JobState State, ExperimentRequest Request, string? Said, string? Error, DateTime Created) : IJobView
{
    /// <summary>The kind of job in the library.</summary>
    public const string Kind = "experiment";

    public static ExperimentJob Of(Job job) =>
        new(job.Id, job.State, job.RequestAs<ExperimentRequest>(), job.ProgressAs<string>(), job.Error, job.Created);
}
