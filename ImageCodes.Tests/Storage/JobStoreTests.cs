using ImageCodes.Model.Storage;

namespace ImageCodes.Tests.Storage;

public sealed class JobStoreTests : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    [Fact]
    public void A_job_moves_only_from_where_it_is()
    {
        var job = _library.Jobs.Create("import", "[]");
        Assert.True(_library.Jobs.Move(job.Id, [JobState.Queued], JobState.Running));
        Assert.False(_library.Jobs.Move(job.Id, [JobState.Queued, JobState.Paused], JobState.Cancelled));
        Assert.Equal(JobState.Running, _library.Jobs.Find(job.Id)!.State);
    }

    [Fact]
    public void The_oldest_job_that_waits_or_was_running_is_next()
    {
        var (first, second) = (_library.Jobs.Create("import", "[]"), _library.Jobs.Create("import", "[]"));
        _library.Jobs.Move(first.Id, [JobState.Queued], JobState.Paused);
        Assert.Equal(second.Id, _library.Jobs.Next("import")!.Id);
        _library.Jobs.Move(second.Id, [JobState.Queued], JobState.Completed);
        Assert.Null(_library.Jobs.Next("import"));
    }

    [Fact]
    public void Progress_is_kept()
    {
        var job = _library.Jobs.Create("import", "[]");
        _library.Jobs.Report(job.Id, """{"done":1}""");
        Assert.Equal("""{"done":1}""", _library.Jobs.Find(job.Id)!.Progress);
    }
}
