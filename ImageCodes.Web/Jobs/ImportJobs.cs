using System.Text.Json;
using System.Threading.Channels;
using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Jobs;

/// <summary>Imports that outlive the click that began them and the process that runs them: asked for, paused, cancelled, resumed, watched.</summary>
public sealed class ImportJobs(JobStore store)
{
    // One token is enough: whoever takes it looks for all jobs that wait.
    private readonly Channel<bool> _work = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _stopping = new();
    private (long Id, CancellationTokenSource Stop)? _running;

    /// <summary>Raised, on any thread, when a job begins, goes on, or ends.</summary>
    public event Action? Changed;

    public IReadOnlyList<ImportJob> Newest(int limit = 20) => [.. store.Newest(limit).Where(job => job.Kind == ImportJob.Kind).Select(ImportJob.Of)];

    public ImportJob? Find(long id) => store.Find(id) is { Kind: ImportJob.Kind } job ? ImportJob.Of(job) : null;

    public ImportJob Enqueue(IReadOnlyList<string> paths)
    {
        var job = store.Create(ImportJob.Kind, JsonSerializer.Serialize(paths, JsonSerializerOptions.Web));
        Tell();
        return ImportJob.Of(job);
    }

    /// <summary>Stops a job so that it can go on later; returns whether it was waiting or running.</summary>
    public bool Pause(long id) => Stop(id, [JobState.Queued, JobState.Running], JobState.Paused);

    /// <summary>Stops a job for good; what it imported stays.</summary>
    public bool Cancel(long id) => Stop(id, [JobState.Queued, JobState.Running, JobState.Paused], JobState.Cancelled);

    /// <summary>Lets a paused, failed or cancelled job go on: what is there already is passed over.</summary>
    public bool Resume(long id)
    {
        var moved = store.Move(id, [JobState.Paused, JobState.Failed, JobState.Cancelled], JobState.Queued);
        Tell();
        return moved;
    }

    /// <summary>Waits until there may be a job to run.</summary>
    internal ValueTask<bool> WaitAsync(CancellationToken cancel) => _work.Reader.ReadAsync(cancel);

    /// <summary>Marks a job as running; the token is cancelled when someone stops it.</summary>
    internal CancellationTokenSource? Begin(long id, CancellationToken shutdown)
    {
        lock (_stopping)
        {
            if (!store.Move(id, [JobState.Queued, JobState.Running], JobState.Running)) return null;
            var stop = CancellationTokenSource.CreateLinkedTokenSource(shutdown);
            _running = (id, stop);
            return stop;
        }
    }

    internal void Report(long id, string progress)
    {
        store.Report(id, progress);
        Changed?.Invoke();
    }

    internal void End(long id, JobState state, string? error = null)
    {
        lock (_stopping) _running = null;
        // A job that was paused or cancelled meanwhile stays so.
        store.Move(id, [JobState.Running], state, error);
        Changed?.Invoke();
    }

    /// <summary>Lets the runner look for work, and pages look again.</summary>
    internal void Tell()
    {
        _work.Writer.TryWrite(true);
        Changed?.Invoke();
    }

    private bool Stop(long id, IReadOnlyCollection<JobState> from, JobState to)
    {
        lock (_stopping)
        {
            if (!store.Move(id, from, to)) return false;
            if (_running?.Id == id) _running.Value.Stop.Cancel();
        }

        Changed?.Invoke();
        return true;
    }
}
