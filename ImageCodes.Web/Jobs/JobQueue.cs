using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Jobs;

/// <summary>
/// Jobs that outlive the click that began them and the process that runs them: asked for, paused, cancelled, resumed, watched.
/// </summary>
public sealed class JobQueue(JobStore store)
{
    // For each kind, one token is enough: whoever takes it looks for all jobs that wait.
    private readonly ConcurrentDictionary<string, Channel<bool>> _work = [];
    private readonly Dictionary<long, CancellationTokenSource> _running = [];
    private readonly Lock _stopping = new();
    private readonly Lock _asking = new();

    /// <summary>How soon after a first click a second one comes. Default 2 seconds.</summary>
    internal TimeSpan SecondClick { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Raised, on any thread, when a job begins, goes on, or ends; told its kind.</summary>
    public event Action<string>? Changed;

    /// <summary>The newest jobs of a kind, the newest first.</summary>
    public IReadOnlyList<Job> Newest(string kind, int limit = 20) => store.Newest(kind, limit);

    /// <summary>The jobs of a kind that pages list: what is not over first, so that it can be stopped however many came later.</summary>
    public IReadOnlyList<Job> Listed(string kind, int limit = 20) => store.Listed(kind, limit);

    /// <summary>All jobs of a kind that are not over.</summary>
    public IReadOnlyList<Job> Unfinished(string kind) => store.Unfinished(kind);

    public Job? Find(string kind, long id) => store.Find(id) is { } job && job.Kind == kind ? job : null;

    /// <summary>
    /// As <see cref="Enqueue"/>, but a second click asks for nothing: where the very same was asked for a moment ago, and nothing of its
    /// kind since, that job does for both.
    /// </summary>
    public Job EnqueueOnce(string kind, object request)
    {
        lock (_asking)
        {
            return store.Newest(kind, 1).FirstOrDefault(job =>
                job.State is JobState.Queued or JobState.Running && job.Request == ToJson(request) && DateTime.UtcNow - job.Created < SecondClick) ?? Enqueue(kind, request);
        }
    }

    /// <param name="kind">Who runs it.</param>
    /// <param name="request">What is asked for; it is kept as JSON.</param>
    public Job Enqueue(string kind, object request)
    {
        var job = store.Create(kind, ToJson(request));
        Tell(kind);
        return job;
    }

    /// <summary>Stops a job so that it can go on later; returns whether it was waiting or running.</summary>
    public bool Pause(long id) => Stop(id, [JobState.Queued, JobState.Running], JobState.Paused);

    /// <summary>Stops a job; what it did stays, and <see cref="Resume"/> lets it go on.</summary>
    public bool Cancel(long id) => Stop(id, [JobState.Queued, JobState.Running, JobState.Paused], JobState.Cancelled);

    /// <summary>Lets a paused, failed or cancelled job go on: what is done already is passed over.</summary>
    public bool Resume(long id)
    {
        var moved = store.Move(id, [JobState.Paused, JobState.Failed, JobState.Cancelled], JobState.Queued);
        if (store.Find(id) is { } job) Tell(job.Kind);
        return moved;
    }

    /// <summary>Forgets a job that is over; what it did stays. Returns whether it was over.</summary>
    public bool PutAway(long id)
    {
        var kind = store.Find(id)?.Kind;
        var put = store.Delete(id);
        if (kind is not null) Changed?.Invoke(kind);
        return put;
    }

    /// <summary>Waits until there may be a job of a kind to run.</summary>
    internal ValueTask<bool> WaitAsync(string kind, CancellationToken cancel) => WorkOf(kind).Reader.ReadAsync(cancel);

    /// <summary>Marks a job as running; the token is cancelled when someone stops it.</summary>
    internal CancellationTokenSource? Begin(Job job, CancellationToken shutdown)
    {
        CancellationTokenSource stop;
        lock (_stopping)
        {
            if (!store.Move(job.Id, [JobState.Queued, JobState.Running], JobState.Running)) return null;
            stop = _running[job.Id] = CancellationTokenSource.CreateLinkedTokenSource(shutdown);
        }

        Changed?.Invoke(job.Kind);
        return stop;
    }

    internal void Report(Job job, object progress)
    {
        store.Report(job.Id, ToJson(progress));
        Changed?.Invoke(job.Kind);
    }

    internal void End(Job job, JobState state, string? error = null)
    {
        lock (_stopping) _running.Remove(job.Id);
        // A job that was paused or cancelled meanwhile stays so.
        store.Move(job.Id, [JobState.Running], state, error);
        Changed?.Invoke(job.Kind);
    }

    /// <summary>Lets the runner look for work, and pages look again.</summary>
    internal void Tell(string kind)
    {
        WorkOf(kind).Writer.TryWrite(true);
        Changed?.Invoke(kind);
    }

    private static string ToJson(object request) => JsonSerializer.Serialize(request, JsonSerializerOptions.Web);

    private Channel<bool> WorkOf(string kind) =>
        _work.GetOrAdd(kind, _ => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }));

    private bool Stop(long id, IReadOnlyCollection<JobState> from, JobState to)
    {
        lock (_stopping)
        {
            if (!store.Move(id, from, to)) return false;
            if (_running.TryGetValue(id, out var stop)) stop.Cancel();
        }

        if (store.Find(id) is { } job) Changed?.Invoke(job.Kind);
        return true;
    }
}
