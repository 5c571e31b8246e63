using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Networks;
using ImageCodes.Tests.Storage;

namespace ImageCodes.Tests.Ingestion;

public sealed class FolderSyncTests(DefaultModel model) : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    private HashSet<string> Known() => [.. _library.Pictures.Page(new(), 0, 1_000).Select(picture => picture.Path)];

    /// <summary>Looks at all of a folder.</summary>
    private async Task<ImportReport> LookAsync() =>
        (await _library.Sync().TakeInAsync(_library.Folder["pictures"], [_library.Folder["pictures"]], () => model.Encoder, settling: TimeSpan.Zero, cancel: TestContext.Current.CancellationToken)).Report;

    [Fact]
    public async Task What_a_folder_is_to_take_in_itself_next_is_not_waited_for_before_it_forgets()
    {
        var paths = _library.WritePictures(3);
        await LookAsync();
        File.Delete(paths[1]);
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        soon.CancelAfter(TimeSpan.FromSeconds(20));   // for another folder it waits up to half a minute
        var sync = _library.Sync();
        using var next = sync.Announce(_library.Folder["pictures"]);
        var (report, left) = await sync.TakeInAsync(_library.Folder["pictures"], [paths[1]], () => model.Encoder, settling: TimeSpan.FromMilliseconds(10), cancel: soon.Token);
        Assert.Equal(1, report.Forgotten);
        Assert.Empty(left);
        Assert.True(Known().SetEquals([paths[0], paths[2]]));
    }

    [Fact]
    public async Task What_goes_while_all_is_looked_at_may_have_moved_to_where_it_was_looked_already()
    {
        var paths = _library.WritePictures(3);
        await LookAsync();
        var (id, archived) = (_library.Pictures.IdOf(paths[1]), _library.Folder.Write("pictures/archive/3.jpg", Some.Jpeg(70)).Replace("3.jpg", "moved.jpg"));
        using var listed = new CancellationTokenSource();
        await using var moves = listed.Token.Register(() => File.Move(paths[1], archived));
        var (report, _) = await _library.Sync().TakeInAsync(
            _library.Folder["pictures"], [_library.Folder["pictures"]], () => model.Encoder, settling: TimeSpan.Zero,
            announced: [new Cancelling(listed)], cancel: TestContext.Current.CancellationToken);
        Assert.Equal(0, report.Forgotten);
        // As is told next.
        await _library.Sync().TakeInAsync(_library.Folder["pictures"], [archived, paths[1]], () => model.Encoder, settling: TimeSpan.Zero, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(id, _library.Pictures.IdOf(archived));
    }

    /// <summary>Cancels when what was announced is taken in.</summary>
    private sealed class Cancelling(CancellationTokenSource source) : IDisposable
    {
        public void Dispose() => source.Cancel();
    }

    [Fact]
    public async Task Nothing_is_forgotten_while_what_comes_elsewhere_takes_long()
    {
        var paths = _library.WritePictures(3);
        await LookAsync();
        File.Delete(paths[1]);
        var sync = _library.Sync(longestSettling: TimeSpan.FromMilliseconds(200));
        Task<(ImportReport Report, IReadOnlyCollection<string> Left)> TakeInAsync(IReadOnlyCollection<string> changed) =>
            sync.TakeInAsync(_library.Folder["pictures"], changed, () => model.Encoder, settling: TimeSpan.Zero, cancel: TestContext.Current.CancellationToken);
        IReadOnlyCollection<string> left;
        using (sync.Announce(_library.Folder["elsewhere"])) (_, left) = await TakeInAsync([_library.Folder["pictures"]]);
        Assert.Equal([paths[1]], left);
        Assert.True(Known().SetEquals(paths));
        Assert.Equal(1, (await TakeInAsync(left)).Report.Forgotten);
        Assert.True(Known().SetEquals([paths[0], paths[2]]));
    }

    [Fact]
    public async Task What_cannot_be_looked_at_or_lies_on_a_disk_that_is_not_mounted_is_not_forgotten()
    {
        var (inner, other) = (_library.WritePictures(2, "pictures/disk"), _library.Folder.Write("pictures/other.jpg", Some.Jpeg(70)));
        await LookAsync();
        Directory.Move(_library.Folder["pictures/disk"], _library.Folder["elsewhere"]);
        Directory.CreateDirectory(_library.Folder["pictures/disk"]);
        Assert.Equal(0, (await LookAsync()).Forgotten);
        Assert.True(Known().SetEquals([.. inner, other]));
        Directory.Delete(_library.Folder["pictures/disk"]);
        Assert.Equal(2, (await LookAsync()).Forgotten);
        Assert.Equal([other], Known());

        // The folder itself went, and others are beside where it was.
        Directory.Move(_library.Folder["pictures"], _library.Folder["gone"]);
        Assert.Equal(0, (await LookAsync()).Forgotten);
        Assert.Equal([other], Known());
    }

    [Fact]
    public async Task What_was_on_a_disk_whose_folder_went_with_it_is_not_forgotten_until_something_else_is_in_its_place()
    {
        var (onDisk, other) = (_library.WritePictures(2, "pictures/disk"), _library.Folder.Write("pictures/other.jpg", Some.Jpeg(70)));
        _library.Mounted = ["/", _library.Folder["pictures/disk"]];
        await LookAsync();
        Directory.Move(_library.Folder["pictures/disk"], _library.Folder["unplugged"]);
        _library.Mounted = ["/"];
        Assert.Equal(0, (await LookAsync()).Forgotten);
        var (report, _) = await _library.Sync().TakeInAsync(   // as the system tells of it
            _library.Folder["pictures"], [_library.Folder["pictures/disk"]], () => model.Encoder, settling: TimeSpan.Zero, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(0, report.Forgotten);
        File.Copy(_library.Folder["unplugged/000.jpg"], _library.Folder["pictures/copy.jpg"]);
        Assert.Equal(0, (await LookAsync()).Forgotten);
        AssertFiles([.. onDisk, other, _library.Folder["pictures/copy.jpg"]]);

        _library.Folder.Write("pictures/disk/another.jpg", Some.Jpeg(71));
        Assert.Equal(2, (await LookAsync()).Forgotten);
        AssertFiles([other, _library.Folder["pictures/copy.jpg"], _library.Folder["pictures/disk/another.jpg"]]);

        void AssertFiles(IEnumerable<string> paths) => Assert.Equal(paths.Order(StringComparer.Ordinal), _library.Files.Below([_library.Folder["pictures"]]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_that_failed_is_tried_again_only_when_it_changed()
    {
        _library.Folder.Write("pictures/late.jpg", Some.Jpeg(4)[..300]);
        Assert.Equal((0, 1, 0), Counts(await LookAsync()));
        Assert.Equal((0, 0, 1), Counts(await LookAsync()));
        _library.Folder.Write("pictures/late.jpg", Some.Jpeg(4));
        Assert.Equal((1, 0, 0), Counts(await LookAsync()));

        static (int Imported, int Failed, int Unchanged) Counts(ImportReport report) => (report.Imported, report.Failed, report.Unchanged);
    }

    [Fact]
    public async Task Another_model_that_came_into_use_meanwhile_gets_its_own_codes_of_what_is_new()
    {
        _library.WritePictures(3);
        using var newer = PictureEncoder.Load(Some.Model(_library.Folder, "newer"));
        var asked = 0;
        await _library.Sync().TakeInAsync(_library.Folder["pictures"], [_library.Folder["pictures"]], () => asked++ == 0 ? model.Encoder : newer, TimeSpan.Zero, cancel: TestContext.Current.CancellationToken);
        Assert.Equal((3, 3), (_library.Counts(model.Encoder).Ready, _library.Counts(newer).Ready));
    }
}
