using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace ImageCodes.Model.Scheduling;

/// <summary>
/// Threads for work that may take its time. Others go first, so that a search beside an import takes little longer than one alone; and the
/// pool's threads, which answer searches, stay free. What the work shares among threads stays here, too, where the options of
/// <see cref="Parallel"/> name no scheduler (of themselves they name the pool).
/// </summary>
public sealed partial class LowPriorityScheduler : TaskScheduler, IDisposable
{
    private const int Niceness = 10;   // a ninth of the time of another thread on the same core (sched(7))
    private const int OfThread = 0;    // PRIO_PROCESS, which on Linux is a thread

    [ThreadStatic]
    private static LowPriorityScheduler? _ofThisThread;

    private readonly BlockingCollection<Task> _waiting = [];

    /// <param name="threads">How many tasks run at a time, 1 or more.</param>
    public LowPriorityScheduler(int threads)
    {
        MaximumConcurrencyLevel = threads;
        for (var i = 0; i < threads; i++) new Thread(Run) { Name = "Low priority", IsBackground = true, Priority = ThreadPriority.BelowNormal }.Start();
    }

    public override int MaximumConcurrencyLevel { get; }

    /// <summary>Does something on these threads, and what follows it there.</summary>
    public Task RunAsync(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();

    /// <summary>Ends the threads. Nothing may be left to do.</summary>
    public void Dispose() => _waiting.CompleteAdding();

    protected override void QueueTask(Task task) => _waiting.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => _ofThisThread == this && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [.. _waiting];

    private void Run()
    {
        _ofThisThread = this;
        if (OperatingSystem.IsLinux()) _ = SetPriority(OfThread, 0, Niceness);   // .NET's own priorities do nothing there
        foreach (var task in _waiting.GetConsumingEnumerable()) TryExecuteTask(task);
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int niceness);
}
