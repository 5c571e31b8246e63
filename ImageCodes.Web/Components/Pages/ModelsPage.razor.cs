using ImageCodes.Model.Storage;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Components.Forms;

namespace ImageCodes.Web.Components.Pages;

/// <summary>The model versions of the library: which is in use, what each is worth, and how to change over.</summary>
public sealed partial class ModelsPage(ModelStore models, LiveModel live, JobQueue jobs, PictureStore pictures, ModelUpload uploads) : IDisposable
{
    private IReadOnlyList<KnownModel> _models = [];
    private IReadOnlyList<ModelJob> _jobs = [];
    private IReadOnlyList<TrainJob> _trainings = [];
    private KnownModel? _removing;
    private string? _problem;
    private bool _adding;
    private bool _canGoBack;
    private int _pictures;

    private bool Busy => _adding || live.IsFixed;

    public void Dispose()
    {
        jobs.Changed -= Refresh;
        live.Changed -= Refresh;
    }

    protected override void OnInitialized()
    {
        jobs.Changed += Refresh;
        live.Changed += Refresh;
        Read();
    }

    private static string Figure(KnownModel model, string name, int bits) =>
        model.Card.Metrics.TryGetValue($"{name}.{bits}", out var value) ? value.ToString("P1") : "–";

    private void Read()
    {
        _models = [.. models.All().OrderByDescending(model => model.Id == live.Current.Id)];
        _jobs = [.. jobs.Newest(ModelJob.Kind).Select(ModelJob.Of)];
        _trainings = [.. jobs.Newest(TrainJob.Kind).Select(TrainJob.Of)];
        _canGoBack = !live.IsFixed && models.Chosen() is not null;
        var counts = pictures.Counts(live.Current.Id);
        _pictures = counts.Ready + counts.Pending;
    }

    private void Refresh() => _ = InvokeAsync(() =>
    {
        Read();
        StateHasChanged();
    });

    /// <summary>The job that is to bring the model into use, where it waits or runs.</summary>
    private ModelJob? JobOf(KnownModel model) => _jobs.FirstOrDefault(job => job.ModelId == model.Id && job.State is (JobState.Queued or JobState.Running));

    private string? FailureOf(KnownModel model) => _jobs.FirstOrDefault(job => job.ModelId == model.Id) is { State: JobState.Failed } failed ? failed.Error : null;

    private void Use(KnownModel model)
    {
        (_problem, _removing) = (null, null);
        jobs.EnqueueOnce(ModelJob.Kind, model.Id);
    }

    private void GoBack() => Try(live.GoBack);

    private void Remove()
    {
        var asked = _removing!;
        _removing = null;
        Try(() => live.Remove(asked));
    }

    private async Task AddAsync(InputFileChangeEventArgs chosen)
    {
        (_adding, _problem) = (true, null);
        try
        {
            await using var content = chosen.File.OpenReadStream(ModelUpload.MostBytes);
            await uploads.AddAsync(content, chosen.File.Name);
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException)
        {
            _problem = failure.Message;
        }
        finally
        {
            _adding = false;
            Read();
        }
    }

    private void Try(Action change)
    {
        _problem = null;
        try
        {
            change();
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException or InvalidDataException)
        {
            _problem = failure.Message;
        }

        Read();
    }
}
