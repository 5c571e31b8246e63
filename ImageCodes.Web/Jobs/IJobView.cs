using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Jobs;

/// <summary>What a card of a job shows, of whatever kind it is.</summary>
public interface IJobView
{
    /// <summary>The job's number.</summary>
    long Id { get; }

    /// <summary>Where it is.</summary>
    JobState State { get; }

    /// <summary>A sentence, where it failed.</summary>
    string? Error { get; }

    /// <summary>When it was asked for, UTC.</summary>
    DateTime Created { get; }
}
