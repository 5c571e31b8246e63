using ImageCodes.Model.Ingestion;
using ImageCodes.Tests.Storage;

namespace ImageCodes.Tests.Ingestion;

public sealed class FolderWatchTests(DefaultModel model) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    private HashSet<string> Known() => [.. _library.Pictures.Page(new(), 0, 1_000).Select(picture => picture.Path)];

    /// <summary>Runs <paramref name="work"/> while the folder is watched.</summary>
    private async Task WatchAsync(Func<Task> work, Action<ImportReport>? told = null)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var watch = new FolderWatch(_library.Sync(), _library.Folder["pictures"]) { Quiet = TimeSpan.FromMilliseconds(100) }.RunAsync(() => model.Encoder, told, failure => Assert.Fail(failure.ToString()), stop.Token);
        await work();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
    }

    private async Task ExpectAsync(params IEnumerable<string> paths)
    {
        var expected = paths.ToHashSet();
        for (var begun = DateTime.UtcNow; !Known().SetEquals(expected) && DateTime.UtcNow - begun < Patience;)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(expected.Order(), Known().Order());
    }

    [Fact]
    public async Task What_is_new_changed_moved_and_deleted_follows()
    {
        var paths = _library.WritePictures(3);
        await WatchAsync(async () =>
        {
            await ExpectAsync(paths);
            var moved = _library.Pictures.IdOf(paths[1]);

            var fresh = _library.Folder.Write("pictures/inner/fresh.jpg", Some.Jpeg(50));
            _library.Folder.Write("pictures/inner/.hidden.jpg", Some.Jpeg(51));
            _library.Folder.Write("pictures/notes.txt", [1, 2, 3]);
            await ExpectAsync([.. paths, fresh]);
            Assert.Equal(["inner"], _library.Labels.Of(_library.Pictures.IdOf(fresh)!.Value).Select(label => label.Label));

            File.Move(paths[1], _library.Folder["pictures/moved.jpg"]);
            await ExpectAsync(paths[0], paths[2], fresh, _library.Folder["pictures/moved.jpg"]);
            Assert.Equal(moved, _library.Pictures.IdOf(_library.Folder["pictures/moved.jpg"]));

            var before = _library.Pictures.IdOf(paths[0]);
            _library.Folder.Write("pictures/000.jpg", Some.Jpeg(60));
            for (var begun = DateTime.UtcNow; _library.Pictures.IdOf(paths[0]) == before && DateTime.UtcNow - begun < Patience;)
                await Task.Delay(50, TestContext.Current.CancellationToken);
            Assert.NotEqual(before, _library.Pictures.IdOf(paths[0]));

            Directory.Move(_library.Folder["pictures/inner"], _library.Folder["pictures/outer"]);
            File.Delete(paths[2]);
            await ExpectAsync(paths[0], _library.Folder["pictures/moved.jpg"], _library.Folder["pictures/outer/fresh.jpg"]);
        });
    }

    [Fact]
    public async Task A_picture_that_moves_between_two_watched_folders_keeps_what_is_known_of_it()
    {
        var paths = _library.WritePictures(6);
        var there = Directory.CreateDirectory(_library.Folder["there"]).FullName;
        _library.Folder.Write("there/first.jpg", Some.Jpeg(70));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sync = _library.Sync();
        var watches = new[] { _library.Folder["pictures"], there }.Select(folder =>
            new FolderWatch(sync, folder) { Quiet = TimeSpan.FromMilliseconds(200) }.RunAsync(() => model.Encoder, failed: failure => Assert.Fail(failure.ToString()), cancel: stop.Token)).ToList();
        await ExpectAsync([.. paths, _library.Folder["there/first.jpg"]]);
        var moved = paths[1..].Select(path => (Id: _library.Pictures.IdOf(path)!.Value, To: Path.Combine(there, Path.GetFileName(path)))).ToList();
        _library.Labels.Tag([.. moved.Select(picture => picture.Id)], "kept");
        foreach (var (path, (_, to)) in paths[1..].Zip(moved)) File.Move(path, to);
        await ExpectAsync([paths[0], _library.Folder["there/first.jpg"], .. moved.Select(picture => picture.To)]);
        Assert.Equal(moved.Select(picture => (long?)picture.Id), moved.Select(picture => _library.Pictures.IdOf(picture.To)));
        Assert.Equal(moved.Select(picture => picture.Id).Order(), _library.Labels.PicturesOf("kept").Order());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(watches));
    }

    [Fact]
    public async Task What_went_while_nobody_watched_is_forgotten_unless_all_went_at_once()
    {
        var paths = _library.WritePictures(4);
        await WatchAsync(() => ExpectAsync(paths));
        File.Delete(paths[3]);
        await WatchAsync(() => ExpectAsync(paths.Take(3)));

        // An empty folder is more likely a disk that is not mounted.
        foreach (var path in paths.Take(3)) File.Delete(path);
        var (report, _) = await _library.Sync().TakeInAsync(_library.Folder["pictures"], [_library.Folder["pictures"]], () => model.Encoder, TimeSpan.Zero, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(0, report.Forgotten);
        await ExpectAsync(paths.Take(3));
    }

    [Fact]
    public async Task What_went_while_nothing_could_be_taken_in_is_forgotten_later_though_it_emptied_its_folder()
    {
        var (last, later, other) = (_library.WritePictures(1, "pictures/emptied")[0], _library.Folder.Write("pictures/emptied later/one.jpg", Some.Jpeg(71)), _library.Folder.Write("pictures/other.jpg", Some.Jpeg(70)));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var (isFull, failures, told) = (false, 0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var watch = new FolderWatch(_library.Sync(), _library.Folder["pictures"]) { Quiet = TimeSpan.FromMilliseconds(100), Pause = TimeSpan.FromSeconds(1) }.RunAsync(
            () => Volatile.Read(ref isFull) ? throw new IOException("The disk is full.") : model.Encoder,
            _ => told.TrySetResult(), _ => Interlocked.Increment(ref failures), stop.Token);
        await told.Task.WaitAsync(TestContext.Current.CancellationToken);
        await ExpectAsync(last, later, other);
        Volatile.Write(ref isFull, true);
        File.Delete(last);
        while (Volatile.Read(ref failures) == 0) await Task.Delay(20, TestContext.Current.CancellationToken);
        File.Delete(later);   // while it waits
        Volatile.Write(ref isFull, false);
        await ExpectAsync(other);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
    }

    [Fact]
    public async Task What_could_not_be_forgotten_while_others_took_long_is_forgotten_when_they_are_done()
    {
        var (paths, sync) = (_library.WritePictures(3), _library.Sync(longestSettling: TimeSpan.FromMilliseconds(100)));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var looks = 0;
        var watch = new FolderWatch(sync, _library.Folder["pictures"]) { Quiet = TimeSpan.FromMilliseconds(100), Pause = TimeSpan.FromMilliseconds(300) }.RunAsync(
            () => model.Encoder, _ => Interlocked.Increment(ref looks), failure => Assert.Fail(failure.ToString()), stop.Token);
        await ExpectAsync(paths);
        using (sync.Announce(_library.Folder["elsewhere"]))
        {
            File.Delete(paths[1]);
            // Again and again, though nothing else changes.
            while (Volatile.Read(ref looks) < 4) await Task.Delay(20, TestContext.Current.CancellationToken);
            Assert.True(Known().SetEquals(paths));
        }

        await ExpectAsync(paths[0], paths[2]);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
    }

    [Fact]
    public async Task A_watch_that_ends_while_changes_come_keeps_no_other_folder_waiting()
    {
        var (sync, other) = (_library.Sync(), _library.WritePictures(2, "others"));
        await _library.Importer().ImportAsync([_library.Folder["others"]], model.Encoder, cancel: TestContext.Current.CancellationToken);
        _library.WritePictures(1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watch = new FolderWatch(sync, _library.Folder["pictures"]) { Quiet = TimeSpan.FromMinutes(5) }.RunAsync(() => model.Encoder, _ => told.TrySetResult(), cancel: stop.Token);
        await told.Task.WaitAsync(TestContext.Current.CancellationToken);
        _library.Folder.Write("pictures/coming.jpg", Some.Jpeg(80));
        await Task.Delay(500, TestContext.Current.CancellationToken);   // that it is coming is announced
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
        File.Delete(other[0]);
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        soon.CancelAfter(TimeSpan.FromSeconds(20));   // for another folder it waits up to half a minute
        Assert.Equal(1, (await sync.TakeInAsync(_library.Folder["others"], [other[0]], () => model.Encoder, TimeSpan.Zero, cancel: soon.Token)).Report.Forgotten);
    }

    [Fact]
    public async Task A_folder_that_takes_the_place_of_the_watched_one_is_followed()
    {
        var first = _library.WritePictures(2);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var watch = new FolderWatch(_library.Sync(), _library.Folder["pictures"]) { Quiet = TimeSpan.FromMilliseconds(100), Pause = TimeSpan.FromSeconds(1) }.RunAsync(() => model.Encoder, cancel: stop.Token);
        await ExpectAsync(first);
        Directory.Move(_library.Folder["pictures"], _library.Folder["before"]);
        var other = _library.Folder.Write("pictures/other.jpg", Some.Jpeg(90));
        await ExpectAsync(other);
        var later = _library.Folder.Write("pictures/later.jpg", Some.Jpeg(91));
        await ExpectAsync(other, later);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
    }

    [Fact]
    public async Task A_burst_of_files_is_taken_in_whole_and_by_few_imports()
    {
        Directory.CreateDirectory(_library.Folder["pictures"]);
        var (imports, made) = (0, Enumerable.Range(0, 120).Select(i => Some.Jpeg(i)).ToList());
        await WatchAsync(() => ExpectAsync(made.Select((content, i) => _library.Folder.Write($"pictures/burst/{i}.jpg", content))), _ => imports++);
        Assert.InRange(imports, 1, 20);   // the look at all among them; each of the files is told of by itself
    }
}
