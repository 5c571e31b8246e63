using ImageCodes.Model.Storage;
using ImageCodes.Web.Models;

namespace ImageCodes.Web.Jobs;

/// <summary>
/// What people ask to be done with models, by whichever face: it is judged at that moment, and not when a page was drawn.
/// </summary>
public sealed class ModelChanges(LiveModel live, JobQueue jobs)
{
    /// <summary>Begins to make a model's codes of every picture; then it is used.</summary>
    /// <exception cref="InvalidOperationException">Its file is gone, or the settings name the model.</exception>
    public ModelJob Begin(KnownModel model)
    {
        live.RefuseWhereFixed();
        if (model.Refuse() is { } reason) throw new InvalidOperationException(reason);
        return ModelJob.Of(jobs.EnqueueOnce(ModelJob.Kind, model.Id));
    }

    /// <summary>Forgets a model: its codes, and the library's copy of its file.</summary>
    /// <exception cref="InvalidOperationException">It is in use, or its codes are being made.</exception>
    public void Remove(KnownModel model)
    {
        if (UnderWay(ModelJob.Kind).Any(job => ModelJob.Of(job).ModelId == model.Id))
            throw new InvalidOperationException($"{model.Version} is being brought into use. Cancel that first.");
        if (UnderWay(TrainJob.Kind).Any(job => TrainJob.Of(job).Progress?.ModelId == model.Id))
            throw new InvalidOperationException($"The training that learned {model.Version} still makes its codes. Wait for it, or cancel it first.");
        live.Remove(model);
    }

    private IEnumerable<Job> UnderWay(string kind) => jobs.Unfinished(kind).Where(job => job.State is not JobState.Paused);
}
