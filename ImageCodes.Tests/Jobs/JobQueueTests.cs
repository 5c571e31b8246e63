using ImageCodes.Model.Storage;
using ImageCodes.Tests.Storage;
using ImageCodes.Web.Jobs;

namespace ImageCodes.Tests.Jobs;

public sealed class JobQueueTests : IDisposable
{
    private readonly Library _library = new();

    private JobQueue Queue => new(_library.Jobs) { SecondClick = TimeSpan.FromHours(1) };

    public void Dispose() => _library.Dispose();

    [Fact]
    public void What_is_asked_for_by_a_second_click_is_done_once()
    {
        var first = Queue.EnqueueOnce(MapJob.Kind, new MapRequest(Anew: true));
        Assert.Equal(first.Id, Queue.EnqueueOnce(MapJob.Kind, new MapRequest(Anew: true)).Id);
        Assert.NotEqual(first.Id, Queue.EnqueueOnce(MapJob.Kind, new MapRequest(Anew: false)).Id);
        Assert.NotEqual(first.Id, Queue.EnqueueOnce("other", new MapRequest(Anew: true)).Id);
        // Something else of its kind was asked for since: this is to come after it.
        Assert.NotEqual(first.Id, Queue.EnqueueOnce(MapJob.Kind, new MapRequest(Anew: true)).Id);
    }

    [Fact]
    public void Only_what_is_over_is_put_away()
    {
        var job = Queue.Enqueue("any", 1);
        Assert.False(Queue.PutAway(job.Id));
        Assert.True(Queue.Pause(job.Id));
        Assert.False(Queue.PutAway(job.Id));
        Assert.True(Queue.Cancel(job.Id));
        Assert.True(Queue.PutAway(job.Id));
        Assert.Null(Queue.Find("any", job.Id));
    }

    [Fact]
    public void What_is_over_or_paused_or_was_asked_for_earlier_is_asked_for_anew()
    {
        var earlier = Queue.EnqueueOnce(MapJob.Kind, new MapRequest(Anew: true));
        Assert.NotEqual(earlier.Id, new JobQueue(_library.Jobs) { SecondClick = TimeSpan.Zero }.EnqueueOnce(MapJob.Kind, new MapRequest(Anew: true)).Id);

        var first = Queue.EnqueueOnce(MapJob.Kind, new MapRequest(Anew: false));
        Assert.True(_library.Jobs.Move(first.Id, [JobState.Queued], JobState.Completed));
        var second = Queue.EnqueueOnce(MapJob.Kind, new MapRequest(Anew: false));
        Assert.NotEqual(first.Id, second.Id);
        Assert.True(Queue.Pause(second.Id));
        Assert.NotEqual(second.Id, Queue.EnqueueOnce(MapJob.Kind, new MapRequest(Anew: false)).Id);
    }
}
