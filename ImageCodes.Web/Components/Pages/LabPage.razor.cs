using ImageCodes.Model.Experiments;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Access;
using ImageCodes.Web.Jobs;

namespace ImageCodes.Web.Components.Pages;

/// <summary>All experiments, what they last found, and a way to run them.</summary>
public sealed partial class LabPage(JobQueue jobs, ImportRoots roots, LibraryDatabase database) : PageOfJobs(jobs, ExperimentJob.Kind)
{
    private const int JobsLookedAt = 50;

    /// <summary>An experiment, and its last full and its last quick run, as far as there was one.</summary>
    private sealed record Shelved(IExperiment Experiment, IReadOnlyList<Ran> Runs);

    private sealed record Ran(ExperimentResult Result, IReadOnlyList<string> Pictures);

    private IReadOnlyList<Shelved> _shelf = [];
    private IReadOnlyList<ExperimentJob> _jobs = [];
    private string _data = "";
    private bool _quick;
    private string? _problem;
    private string? _refused;   // which experiment the problem is of

    protected override void OnInitialized()
    {
        base.OnInitialized();
        if (_jobs.MaxBy(job => job.Id) is { } last) _data = last.Request.Data;   // where that one found them
    }

    protected override void Read()
    {
        var work = ExperimentHandler.FolderOf(database);
        _jobs = [.. Jobs.Listed(ExperimentJob.Kind, JobsLookedAt).Select(ExperimentJob.Of)];
        IEnumerable<Ran> LastRun(string experiment, bool quick) =>
            ExperimentResult.Find(work, experiment, quick) is { } result ? [new Ran(result, ExperimentPictures.Of(work, experiment, quick))] : [];
        _shelf = [.. ExperimentCatalogue.All.Select(experiment => new Shelved(experiment, [.. LastRun(experiment.Name, quick: false), .. LastRun(experiment.Name, quick: true)]))];
    }

    /// <summary>Those that are not over, and the last, where it did not end well.</summary>
    private IEnumerable<ExperimentJob> JobsOf(string experiment)
    {
        var own = _jobs.Where(job => job.Request.Name == experiment).ToList();
        var last = own.MaxBy(job => job.Id);
        return own.Where(job => job.State is JobState.Queued or JobState.Running or JobState.Paused || job == last && job.State != JobState.Completed);
    }

    private void Run(string experiment)
    {
        _problem = _data.Trim().Length == 0 ? "Say above where the data sets are." : roots.RefuseData(_data.Trim());
        _refused = _problem is null ? null : experiment;
        if (_problem is null) Jobs.EnqueueOnce(ExperimentJob.Kind, new ExperimentRequest(experiment, _data.Trim(), _quick));
    }
}
