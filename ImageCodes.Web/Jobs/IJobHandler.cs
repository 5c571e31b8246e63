using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Jobs;

/// <summary>Does the work of one kind of job. Jobs of one kind run one after the other, kinds beside each other.</summary>
internal interface IJobHandler
{
    string Kind { get; }

    /// <summary>Does it, on a thread that it may keep for as long as it likes.</summary>
    /// <param name="job">What is asked for.</param>
    /// <param name="report">Keeps how far it is; any object that JSON can hold.</param>
    /// <param name="cancel">Stops the work so that it can go on later.</param>
    Task RunAsync(Job job, Action<object> report, CancellationToken cancel);
}
