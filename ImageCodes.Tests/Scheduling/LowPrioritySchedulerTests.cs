using System.Collections.Concurrent;
using ImageCodes.Model.Scheduling;

namespace ImageCodes.Tests.Scheduling;

public sealed class LowPrioritySchedulerTests
{
    /// <summary>How far the calling thread steps back for others, as Linux counts: 0 for most, 19 for the last.</summary>
    internal static int Niceness()
    {
        const int nice = 19 - 3;   // counted from the one behind the name, which may hold anything (proc(5))
        var state = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(state[(state.LastIndexOf(')') + 2)..].Split(' ')[nice]);
    }

    [Fact]
    public async Task Tasks_what_follows_them_and_what_they_share_run_on_threads_that_give_way()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere .NET's own priorities of threads do it.");
        using var scheduler = new LowPriorityScheduler(threads: 2);
        var seen = new ConcurrentBag<int>();
        await scheduler.RunAsync(async () =>
        {
            seen.Add(Niceness());
            await Task.Yield();
            seen.Add(Niceness());
            Parallel.For(0, 100, new ParallelOptions { TaskScheduler = null }, _ => seen.Add(Niceness()));
        });
        Assert.Equal(102, seen.Count);
        Assert.All(seen, niceness => Assert.Equal(10, niceness));
        Assert.Equal(0, Niceness());
    }

    [Fact]
    public async Task As_many_tasks_run_at_a_time_as_it_has_threads()
    {
        using var scheduler = new LowPriorityScheduler(threads: 3);
        using var all = new Barrier(3);
        var met = Enumerable.Range(0, 3).Select(_ => scheduler.RunAsync(() =>
        {
            Assert.True(all.SignalAndWait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
            return Task.CompletedTask;
        }));
        await Task.WhenAll(met);
    }
}
