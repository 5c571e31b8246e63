using System.Data.Common;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Models;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;

namespace ImageCodes.Web.Components.Pages;

/// <summary>The model versions of the library: which is in use, what each is worth, and how to change over.</summary>
public sealed partial class ModelsPage(
    ModelStore models, LiveModel live, ModelChanges changes, JobQueue jobs,
    PictureStore pictures, ModelUpload uploads) : PageOfJobs(jobs, ModelJob.Kind, TrainJob.Kind)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    private IReadOnlyList<KnownModel> _models = [];
    private IReadOnlyList<ModelJob> _jobs = [];
    private IReadOnlyList<TrainJob> _trainings = [];
    private KnownModel? _removing;
    private string? _problem;
    private string? _working;   // what takes its time: one thing at a time
    private double? _share;     // how much of it is done, 0 to 1, where that is known
    private bool _canGoBack;
    // Of jobs, when models were read last; null where they are to be read anew.
    private IReadOnlyList<(long Job, JobState State, long? Learned)>? _states;
    private int _pictures;

    public override void Dispose()
    {
        live.Changed -= RefreshModels;
        base.Dispose();
    }

    protected override void OnInitialized()
    {
        live.Changed += RefreshModels;
        base.OnInitialized();
    }

    private static string Figure(KnownModel model, string name, int bits) =>
        model.Card.Metrics.TryGetValue($"{name}.{bits}", out var value) ? value.ToString("P1") : "–";

    protected override void Read()
    {
        _jobs = [.. Jobs.Newest(ModelJob.Kind).Select(ModelJob.Of)];
        _trainings = [.. Jobs.Listed(TrainJob.Kind).Select(TrainJob.Of)];
        // Codes are counted, which takes a moment where there are millions, and jobs tell often of where they are.
        var states = _jobs.Select(job => (job.Id, job.State, (long?)null))
            .Concat(_trainings.Select(job => (job.Id, job.State, job.Progress?.ModelId))).ToList();
        if (_states is { } before && before.SequenceEqual(states)) return;
        _states = states;   // first: a model may come into use while they are read
        ReadModels();
    }

    private void RefreshModels()
    {
        _states = null;
        Refresh();
    }

    private void ReadModels()
    {
        _models = [.. models.All().OrderByDescending(model => model.Id == live.Current.Id)];
        _canGoBack = !live.IsFixed && models.ChosenId() is not null;
        var counts = pictures.Counts(live.Current.Id);
        _pictures = counts.Ready + counts.Pending;
    }

    /// <summary>The job that is to bring the model into use, where it waits or runs.</summary>
    private ModelJob? JobOf(KnownModel model) =>
        _jobs.FirstOrDefault(job => job.ModelId == model.Id && job.State is (JobState.Queued or JobState.Running));

    /// <summary>The job that was to bring the model into use last, where it failed and the model did not come into use otherwise.</summary>
    private ModelJob? FailureOf(KnownModel model) =>
        model.Id != live.Current.Id && _jobs.FirstOrDefault(job => job.ModelId == model.Id) is { State: JobState.Failed } failed ? failed : null;

    private Task UseAsync(KnownModel model)
    {
        _removing = null;
        return TryAsync(() => Task.FromResult(changes.Begin(model)));
    }

    private Task GoBackAsync(long from) => WorkAsync("Going back …", () => Task.Run(() => live.GoBack(from)));

    private Task RemoveAsync()
    {
        if (_removing is not { } asked) return Task.CompletedTask;   // a second click
        return WorkAsync("Removing its codes …", () =>
        {
            _removing = null;
            return Task.Run(() => changes.Remove(asked));
        });
    }

    private Task AddAsync(InputFileChangeEventArgs chosen) => WorkAsync($"Reading {chosen.File.Name} …", async () =>
    {
        await using var content = chosen.File.OpenReadStream(ModelUpload.MostBytes);
        for (var adding = uploads.AddAsync(content, chosen.File.Name); ; StateHasChanged())
        {
            await Task.WhenAny(adding, Task.Delay(BetweenLooks));
            if (adding.IsCompleted)
            {
                await adding;
                return;
            }

            _share = (double)content.Position / chosen.File.Size;
        }
    });

    /// <summary>Does what takes its time, where nothing else does.</summary>
    private async Task WorkAsync(string what, Func<Task> change)
    {
        if (_working is not null) return;
        _working = what;
        try
        {
            await TryAsync(change);
        }
        finally
        {
            (_working, _share) = (null, null);
        }
    }

    private async Task TryAsync(Func<Task> change)
    {
        _problem = null;
        try
        {
            await change();
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException or InvalidDataException or JSException or TimeoutException or DbException)
        {
            _problem = failure.Message;
        }
        finally
        {
            ReadModels();
        }
    }
}
