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
    public void What_runs_or_waits_is_listed_before_what_is_over_however_many_came_later()
    {
        var jobs = Enumerable.Range(0, 6).Select(_ => _library.Jobs.Create("import", "[]").Id).ToList();
        _library.Jobs.Move(jobs[0], [JobState.Queued], JobState.Running);
        _library.Jobs.Move(jobs[1], [JobState.Queued], JobState.Paused);
        foreach (var over in new[] { 3, 5 }) _library.Jobs.Move(jobs[over], [JobState.Queued], JobState.Completed);
        Assert.Equal([jobs[0], jobs[1], jobs[4], jobs[2], jobs[5]], _library.Jobs.Listed("import", 5).Select(job => job.Id));
        Assert.Equal([jobs[5], jobs[4]], _library.Jobs.Newest("import", 2).Select(job => job.Id));
    }

    [Fact]
    public void Kills_are_counted_until_a_job_waits_again()
    {
        var job = _library.Jobs.Create("import", "[]");
        _library.Jobs.Move(job.Id, [JobState.Queued], JobState.Running);
        Assert.Equal([1, 2], new[] { _library.Jobs.CountKill(job.Id), _library.Jobs.CountKill(job.Id) });
        _library.Jobs.Move(job.Id, [JobState.Running], JobState.Failed);
        Assert.Equal(3, _library.Jobs.CountKill(job.Id));
        _library.Jobs.Move(job.Id, [JobState.Failed], JobState.Queued);
        Assert.Equal(1, _library.Jobs.CountKill(job.Id));
    }

    [Fact]
    public void Progress_is_kept()
    {
        var job = _library.Jobs.Create("import", "[]");
        _library.Jobs.Report(job.Id, """{"done":1}""");
        Assert.Equal("""{"done":1}""", _library.Jobs.Find(job.Id)!.Progress);
    }
}
