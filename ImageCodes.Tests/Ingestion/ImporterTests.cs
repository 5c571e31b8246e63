using System.Collections.Concurrent;
using Dapper;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Storage;
using ImageCodes.Tests.Scheduling;
using ImageCodes.Tests.Storage;
using ImageCodes.Web.Jobs;

namespace ImageCodes.Tests.Ingestion;

public sealed class ImporterTests(DefaultModel model) : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    private Task<ImportReport> ImportAsync(bool dryRun = false, IProgress<ImportProgress>? progress = null, CancellationToken? cancel = null) =>
        _library.Importer(options => options.BatchSize = 4).ImportAsync([_library.Folder["pictures"]], model.Encoder, dryRun, progress, cancel ?? TestContext.Current.CancellationToken);

    private static void AssertCounts(ImportReport report, int imported, int unchanged, int failed) =>
        Assert.Equal((imported, unchanged, failed), (report.Imported, report.Unchanged, report.Failed));

    [Fact]
    public async Task Importing_again_adds_only_what_is_new()
    {
        _library.WritePictures(10);
        AssertCounts(await ImportAsync(), imported: 10, unchanged: 0, failed: 0);
        AssertCounts(await ImportAsync(), imported: 0, unchanged: 10, failed: 0);
        _library.Folder.Write("pictures/new.jpg", Some.Jpeg(77));
        AssertCounts(await ImportAsync(), imported: 1, unchanged: 10, failed: 0);
        Assert.Equal(new PictureCounts(11, 0, 0), _library.Counts(model.Encoder));
    }

    [Fact]
    public async Task What_the_last_import_did_is_kept_until_one_brings_pictures_again()
    {
        Assert.Null(_library.Importer().LastImport());
        _library.WritePictures(3);
        _library.Folder.Write("pictures/broken.jpg", [0xFF, 0xD8, 0xFF, 0]);
        await ImportAsync();
        await ImportAsync();
        var last = _library.Importer().LastImport()!;
        AssertCounts(last, imported: 3, unchanged: 0, failed: 1);
        Assert.True(last.Stages is { Decode: > 0, Encode: > 0 });
        _library.Folder.Write("pictures/new.jpg", Some.Jpeg(77));
        await ImportAsync(dryRun: true);
        AssertCounts(_library.Importer().LastImport()!, imported: 3, unchanged: 0, failed: 1);
        await ImportAsync();
        AssertCounts(_library.Importer().LastImport()!, imported: 1, unchanged: 3, failed: 1);
    }

    [Fact]
    public async Task The_same_bytes_are_one_picture_with_all_its_paths()
    {
        _library.Folder.Write("pictures/a/one.jpg", Some.Jpeg(1));
        _library.Folder.Write("pictures/b/two.jpg", Some.Jpeg(1));
        AssertCounts(await ImportAsync(), imported: 1, unchanged: 1, failed: 0);
        var picture = Assert.Single(_library.Pictures.Page(new(), 0, 10).DistinctBy(picture => picture.Id));
        Assert.Equal([_library.Folder["pictures/a/one.jpg"], _library.Folder["pictures/b/two.jpg"]],
            _library.Pictures.Files(picture.Id).Select(file => file.Path));
        Assert.NotEmpty(_library.Labels.Of(picture.Id));
    }

    [Fact]
    public async Task An_import_works_on_threads_that_give_way_to_searches()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It reads how far a thread gives way where Linux tells it.");
        _library.WritePictures(3);
        var niceness = new NicenessOfThreads();
        AssertCounts(await ImportAsync(progress: niceness), imported: 3, unchanged: 0, failed: 0);
        Assert.Equal([10], niceness.Seen.Distinct());
    }

    [Fact]
    public async Task A_moved_file_keeps_its_picture()
    {
        var path = _library.WritePictures(1)[0];
        await ImportAsync();
        var id = _library.Pictures.Page(new(), 0, 1)[0].Id;
        File.Move(path, _library.Folder["pictures/moved.jpg"]);
        AssertCounts(await ImportAsync(), imported: 0, unchanged: 1, failed: 0);
        Assert.Equal([_library.Folder["pictures/moved.jpg"]], _library.Pictures.Files(id).Select(file => file.Path));
    }

    [Fact]
    public async Task Many_files_of_one_content_are_followed_when_they_are_moved()
    {
        for (var i = 0; i < 150; i++) _library.Folder.Write($"pictures/{i}.jpg", Some.Jpeg(1));
        _library.Folder.Write("pictures/other.jpg", Some.Jpeg(2));
        await ImportAsync();
        Directory.CreateDirectory(_library.Folder["pictures/moved"]);
        for (var i = 0; i < 150; i++) File.Move(_library.Folder[$"pictures/{i}.jpg"], _library.Folder[$"pictures/moved/{i}.jpg"]);
        AssertCounts(await ImportAsync(), imported: 0, unchanged: 151, failed: 0);
        var paths = _library.Pictures.Files(_library.Pictures.IdOf(_library.Folder["pictures/moved/7.jpg"])!.Value).Select(file => file.Path).ToList();
        Assert.Equal(150, paths.Count);
        Assert.All(paths, path => Assert.StartsWith(_library.Folder["pictures/moved/"], path));
    }

    [Fact]
    public async Task A_copy_does_not_drive_out_one_on_a_disk_that_is_not_mounted()
    {
        var away = _library.Folder.Write("disk/holidays/one.jpg", Some.Jpeg(1));
        await _library.Importer().ImportAsync([_library.Folder["disk"]], model.Encoder, cancel: TestContext.Current.CancellationToken);
        Directory.Delete(_library.Folder["disk/holidays"], recursive: true);   // an empty folder is what a disk leaves behind
        var copy = _library.Folder.Write("pictures/copy.jpg", Some.Jpeg(1));
        await ImportAsync();
        Assert.Equal([away, copy], _library.Pictures.Files(_library.Pictures.IdOf(copy)!.Value).Select(file => file.Path));
    }

    [Fact]
    public async Task A_picture_stays_what_it_is_where_another_model_cannot_decode_it_now()
    {
        _library.WritePictures(1);
        await ImportAsync();
        var before = _library.Pictures.Page(new(), 0, 1)[0];
        using var other = PictureEncoder.Load(Some.Model(_library.Folder, "other"));
        var hurried = new Importer(
            _library.Files, _library.Mounts, _library.Codes, _library.Models, new PictureDecoder(new ImagingOptions { MaxPixels = 1 }), new IngestionOptions());
        AssertCounts(await hurried.EncodeMissingAsync(other, cancel: TestContext.Current.CancellationToken), imported: 0, unchanged: 0, failed: 1);
        Assert.Equal(before, _library.Pictures.Page(new(), 0, 1)[0]);
        AssertCounts(await _library.Importer().EncodeMissingAsync(other, cancel: TestContext.Current.CancellationToken), imported: 1, unchanged: 0, failed: 0);
    }

    [Fact]
    public async Task A_picture_that_moved_is_called_by_its_new_folder_alone_and_one_with_two_files_by_both()
    {
        var path = _library.Folder.Write("pictures/cats/one.jpg", Some.Jpeg(1));
        _library.Folder.Write("pictures/pets/same.jpg", Some.Jpeg(1));
        await ImportAsync();
        var id = _library.Pictures.IdOf(path)!.Value;
        Directory.CreateDirectory(_library.Folder["pictures/dogs"]);
        File.Move(path, _library.Folder["pictures/dogs/one.jpg"]);
        await ImportAsync();
        Assert.Equal(["dogs", "pets"], _library.Labels.Of(id).Select(label => label.Label));
        _library.Files.Forget([_library.Folder["pictures/pets/same.jpg"]]);
        Assert.Equal(["dogs"], _library.Labels.Of(id).Select(label => label.Label));
    }

    [Fact]
    public async Task Files_that_change_names_with_each_other_keep_their_pictures_with_what_was_said_of_them()
    {
        var paths = _library.WritePictures(5);
        await ImportAsync();
        var before = paths.Select(path => _library.Pictures.IdOf(path)!.Value).ToList();
        foreach (var (id, place) in before.Select((id, place) => (id, place))) _library.Labels.Tag([id], $"number {place}");
        _library.Verdicts.Give(new(before[0], before[1], Alike: true));

        // The series is numbered anew, and its last two change places.
        File.Move(paths[0], paths[0] + "x.jpg");
        foreach (var place in new[] { 1, 2 }) File.Move(paths[place], paths[place - 1]);
        File.Move(paths[0] + "x.jpg", paths[2]);
        File.Move(paths[3], paths[3] + "x.jpg");
        File.Move(paths[4], paths[3]);
        File.Move(paths[3] + "x.jpg", paths[4]);
        AssertCounts(await ImportAsync(), imported: 0, unchanged: 5, failed: 0);
        Assert.Equal([before[1], before[2], before[0], before[4], before[3]], paths.Select(path => _library.Pictures.IdOf(path)!.Value));
        Assert.All(before.Select((id, place) => (id, place)),
            picture => Assert.Equal([$"number {picture.place}"], _library.Labels.Of(picture.id).Select(label => label.Label)));
        Assert.True(_library.Verdicts.Of(before[0])[before[1]]);
        using var connection = _library.Database.Open();
        Assert.Equal(0, connection.ExecuteScalar<int>("SELECT COUNT(*) FROM fileless"));
    }

    [Fact]
    public async Task Pictures_that_change_places_between_folders_are_called_by_their_new_ones()
    {
        var (cat, dog) = (_library.Folder.Write("pictures/cats/one.jpg", Some.Jpeg(1)), _library.Folder.Write("pictures/dogs/one.jpg", Some.Jpeg(2)));
        await ImportAsync();
        File.Move(cat, cat + "x.jpg");
        File.Move(dog, cat);
        File.Move(cat + "x.jpg", dog);
        await ImportAsync();
        Assert.Equal(["cats"], _library.Labels.Of(_library.Pictures.IdOf(cat)!.Value).Select(label => label.Label));
        Assert.Equal(["dogs"], _library.Labels.Of(_library.Pictures.IdOf(dog)!.Value).Select(label => label.Label));
    }

    [Fact]
    public async Task A_picture_whose_place_another_took_is_forgotten_by_the_import_that_met_it_or_after_a_day()
    {
        var paths = _library.WritePictures(3);
        await ImportAsync();
        var ids = paths.Select(path => _library.Pictures.IdOf(path)!.Value).ToList();
        var begun = DateTime.UtcNow;
        foreach (var path in paths[..2])   // by an import that has not come to its end
        {
            File.Copy(paths[2], path, overwrite: true);
            Assert.True(_library.Files.Add(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))), FileStamp.Of(path), label: null, begun: begun));
        }

        _library.Folder.Write("others/one.jpg", Some.Jpeg(70));
        await _library.Importer().ImportAsync([_library.Folder["others"]], model.Encoder, cancel: TestContext.Current.CancellationToken);
        Assert.All(ids, id => Assert.NotNull(_library.Pictures.Find(id)));

        var old = LibraryDatabase.Text(DateTime.UtcNow.AddDays(-2));
        _library.Database.Write(connection => connection.Execute("UPDATE fileless SET begun = @old WHERE picture_id = @id", new { old, id = ids[0] }));
        _library.Files.ForgetFileless(DateTime.UtcNow);
        Assert.Null(_library.Pictures.Find(ids[0]));
        Assert.NotNull(_library.Pictures.Find(ids[1]));
        _library.Files.ForgetFileless(begun);
        Assert.Null(_library.Pictures.Find(ids[1]));
        Assert.NotNull(_library.Pictures.Find(ids[2]));
    }

    [Fact]
    public async Task A_file_that_gives_no_picture_is_listed_once_after_it_moved()
    {
        var path = _library.Folder.Write("pictures/broken.jpg", Some.Jpeg(1)[..200]);
        await ImportAsync();
        File.Move(path, _library.Folder["pictures/still broken.jpg"]);
        await ImportAsync();
        Assert.Equal([_library.Folder["pictures/still broken.jpg"]], _library.Pictures.Page(new(), 0, 10).Select(picture => picture.Path));
    }

    [Fact]
    public async Task A_scan_that_finds_nothing_new_can_be_stopped()
    {
        var paths = _library.WritePictures(1);
        await ImportAsync();
        using var stop = new CancellationTokenSource();
        IEnumerable<PictureFile> Endless()
        {
            for (var listed = 0; ; listed++)
            {
                if (listed == 10_000) stop.Cancel();
                yield return PictureFile.Alone(paths[0]);
            }
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _library.Importer().ImportChangedAsync(Endless, model.Encoder, DateTime.UtcNow, stop.Token));
    }

    [Fact]
    public async Task Two_files_of_one_picture_that_are_rewritten_alike_keep_what_was_said_of_it()
    {
        string[] paths = [_library.Folder.Write("pictures/one.jpg", Some.Jpeg(1)), _library.Folder.Write("pictures/two.jpg", Some.Jpeg(1))];
        await ImportAsync();
        _library.Labels.Tag([_library.Pictures.IdOf(paths[0])!.Value], "mine");
        foreach (var path in paths) await File.WriteAllBytesAsync(path, Some.Jpeg(2), TestContext.Current.CancellationToken);
        await ImportAsync();
        Assert.Equal(_library.Pictures.IdOf(paths[0]), _library.Pictures.IdOf(paths[1]));
        Assert.Equal(["mine"], _library.Labels.Of(_library.Pictures.IdOf(paths[0])!.Value).Where(label => label.IsTag).Select(label => label.Label));
    }

    [Fact]
    public async Task A_picture_over_whose_file_another_one_is_written_is_forgotten_with_what_was_said_of_it()
    {
        var paths = _library.WritePictures(3);
        await ImportAsync();
        _library.Labels.Tag([_library.Pictures.IdOf(paths[0])!.Value], "first");
        var second = _library.Pictures.IdOf(paths[1]);
        File.Move(paths[1], paths[0], overwrite: true);
        await ImportAsync();
        Assert.Equal(second, _library.Pictures.IdOf(paths[0]));
        Assert.Empty(_library.Labels.Of(second!.Value));
        Assert.Equal(2, _library.Counts(model.Encoder).Ready);
    }

    [Fact]
    public async Task What_is_deleted_while_another_model_encodes_it_stays_deleted()
    {
        _library.WritePictures(40);
        await ImportAsync();
        // In the order in which they get their codes.
        var known = _library.Pictures.Page(new(), 0, 100).OrderBy(picture => picture.Id).ToList();
        using var other = PictureEncoder.Load(Some.Model(_library.Folder, "other"));
        var deletes = new Deleting(() => _library.Pictures.Delete([.. known[20..].Select(picture => picture.Id)]));
        var report = await _library.Importer(options => (options.BatchSize, options.Workers) = (4, 1)).EncodeMissingAsync(other, deletes, TestContext.Current.CancellationToken);
        Assert.True(deletes.IsDone);
        Assert.Equal((20, 0, 0), (report.Imported, report.Unchanged, report.Failed));
        Assert.Equal(new PictureCounts(20, 0, 0), _library.Counts(other));
        Assert.All(known[20..], picture => Assert.Null(_library.Pictures.IdOf(picture.Path)));
    }

    private sealed class NicenessOfThreads : IProgress<ImportProgress>
    {
        public ConcurrentBag<int> Seen { get; } = [];

        public void Report(ImportProgress value) => Seen.Add(LowPrioritySchedulerTests.Niceness());
    }

    /// <summary>Does something at the first batch.</summary>
    private sealed class Deleting(Action work) : IProgress<ImportProgress>
    {
        public bool IsDone { get; private set; }

        public void Report(ImportProgress value)
        {
            if (!IsDone) work();
            IsDone = true;
        }
    }

    [Fact]
    public async Task A_file_that_changed_before_another_model_encodes_it_keeps_its_folders_name()
    {
        var path = _library.Folder.Write("pictures/cats/one.jpg", Some.Jpeg(1));
        await ImportAsync();
        _library.Folder.Write("pictures/cats/one.jpg", Some.Jpeg(2));
        using var other = PictureEncoder.Load(Some.Model(_library.Folder, "other"));
        AssertCounts(await _library.Importer().EncodeMissingAsync(other, cancel: TestContext.Current.CancellationToken), imported: 1, unchanged: 0, failed: 0);
        Assert.Equal(["cats"], _library.Labels.Of(_library.Pictures.IdOf(path)!.Value).Select(label => label.Label));
    }

    [Fact]
    public async Task A_file_whose_content_changed_becomes_another_picture_and_the_old_one_goes()
    {
        var path = _library.WritePictures(1)[0];
        await ImportAsync();
        var old = _library.Pictures.Page(new(), 0, 1)[0].Id;
        await File.WriteAllBytesAsync(path, Some.Jpeg(500), TestContext.Current.CancellationToken);
        AssertCounts(await ImportAsync(), imported: 1, unchanged: 0, failed: 0);
        Assert.Null(_library.Pictures.Find(old));
        Assert.Single(_library.Pictures.Page(new(), 0, 10));
    }

    [Fact]
    public async Task A_file_that_was_rewritten_keeps_what_people_said_of_it_and_what_trainings_did_with_it()
    {
        var path = _library.Folder.Write("pictures/cats/one.jpg", Some.Jpeg(1));
        var others = new[] { 2, 3 }.Select(i => _library.Folder.Write($"pictures/cats/{i}.jpg", Some.Jpeg(i))).ToList();
        await ImportAsync();
        long Id(string file) => _library.Pictures.IdOf(file)!.Value;
        var lessons = new LessonStore(_library.Database);
        _library.Labels.Tag([Id(path)], "Tabby");
        _library.Verdicts.Give(new Verdict(Id(path), Id(others[0]), Alike: true));
        _library.Verdicts.Give(new Verdict(Id(others[1]), Id(path), Alike: false));
        lessons.Keep([Id(path)], heldOut: false);
        _library.Folder.Write("pictures/cats/one.jpg", Some.Jpeg(1)[..300]);   // half of it is written yet
        AssertCounts(await ImportAsync(), imported: 0, unchanged: 2, failed: 1);
        _library.Folder.Write("pictures/cats/one.jpg", Some.Jpeg(4));
        AssertCounts(await ImportAsync(), imported: 1, unchanged: 2, failed: 0);
        Assert.Equal([new PictureLabel("Tabby", IsTag: true), new PictureLabel("cats", IsTag: false)], _library.Labels.Of(Id(path)));
        Assert.Equal(new Dictionary<long, bool> { [Id(others[0])] = true, [Id(others[1])] = false }, _library.Verdicts.Of(Id(path)));
        Assert.Equal([Id(path)], lessons.Learned());
    }

    [Fact]
    public async Task A_file_that_was_rewritten_leaves_its_tags_with_the_content_where_another_file_has_that()
    {
        var path = _library.Folder.Write("pictures/one.jpg", Some.Jpeg(1));
        var copy = _library.Folder.Write("pictures/copy.jpg", Some.Jpeg(1));
        await ImportAsync();
        _library.Labels.Tag([_library.Pictures.IdOf(path)!.Value], "Tabby");
        _library.Folder.Write("pictures/one.jpg", Some.Jpeg(2));
        await ImportAsync();
        Assert.Empty(_library.Labels.Of(_library.Pictures.IdOf(path)!.Value));
        Assert.Equal([new PictureLabel("Tabby", IsTag: true)], _library.Labels.Of(_library.Pictures.IdOf(copy)!.Value));
    }

    [Fact]
    public async Task A_folder_that_was_imported_alone_is_a_label_once_the_folder_above_it_is_imported()
    {
        var path = _library.Folder.Write("pictures/cats/one.jpg", Some.Jpeg(1));
        await _library.Importer().ImportAsync([_library.Folder["pictures/cats"]], model.Encoder, cancel: TestContext.Current.CancellationToken);
        Assert.Empty(_library.Labels.Of(_library.Pictures.IdOf(path)!.Value));
        AssertCounts(await ImportAsync(dryRun: true), imported: 0, unchanged: 1, failed: 0);
        Assert.Empty(_library.Labels.Of(_library.Pictures.IdOf(path)!.Value));
        AssertCounts(await ImportAsync(), imported: 0, unchanged: 1, failed: 0);
        Assert.Equal([new PictureLabel("cats", IsTag: false)], _library.Labels.Of(_library.Pictures.IdOf(path)!.Value));
    }

    [Fact]
    public async Task A_bad_file_costs_itself_and_is_listed_with_its_reason()
    {
        _library.WritePictures(3);
        var broken = _library.Folder.Write("pictures/broken.jpg", Some.Jpeg(4)[..300]);
        var lying = _library.Folder.Write("pictures/lying.png", "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray());
        var honest = _library.Folder.Write("pictures/really-a-jpeg.png", Some.Jpeg(9));
        var report = await ImportAsync();
        AssertCounts(report, imported: 4, unchanged: 0, failed: 2);
        Assert.Equal([broken, lying], report.Failures.Select(failure => failure.Path).Order());
        Assert.All(report.Failures, failure => Assert.EndsWith(".", failure.Reason.TrimEnd(')')));
        Assert.Equal("Jpeg", _library.Pictures.Page(new(), 0, 10).Single(picture => picture.Path == honest).Format);
        Assert.Equal(new PictureCounts(4, 0, 2), _library.Counts(model.Encoder));
    }

    [Fact]
    public async Task A_pipe_and_a_name_that_is_not_utf_8_cost_themselves_and_nothing_waits_for_them()
    {
        _library.WritePictures(2);
        void Shell(string command) => System.Diagnostics.Process.Start("bash", ["-c", $"cd '{_library.Folder["pictures"]}' && {command}"]).WaitForExit();
        Shell("mkfifo pipe.jpg && cp 000.jpg $'bad\\xff.jpg' && mkdir $'bad\\xff' && cp 000.jpg $'bad\\xff'");
        var report = await ImportAsync();
        AssertCounts(report, imported: 2, unchanged: 0, failed: 3);
        Assert.Equal(["It is gone, or its name is not valid UTF-8.", "It is gone, or its name is not valid UTF-8.", "The file is empty."],
            report.Failures.Select(failure => failure.Reason).Order());
        Shell("rm -r bad*");   // .NET cannot name it
    }

    [Fact]
    public async Task A_file_that_failed_is_tried_again_and_succeeds_once_it_is_mended()
    {
        var path = _library.Folder.Write("pictures/late.jpg", Some.Jpeg(4)[..300]);
        AssertCounts(await ImportAsync(), imported: 0, unchanged: 0, failed: 1);
        AssertCounts(await ImportAsync(), imported: 0, unchanged: 0, failed: 1);
        await File.WriteAllBytesAsync(path, Some.Jpeg(4), TestContext.Current.CancellationToken);
        AssertCounts(await ImportAsync(), imported: 1, unchanged: 0, failed: 0);
        Assert.Equal(new PictureCounts(1, 0, 0), _library.Counts(model.Encoder));
    }

    [Fact]
    public async Task A_dry_run_tells_and_changes_nothing()
    {
        _library.WritePictures(5);
        AssertCounts(await ImportAsync(dryRun: true), imported: 5, unchanged: 0, failed: 0);
        Assert.Equal(new PictureCounts(0, 0, 0), _library.Counts(model.Encoder));
    }

    [Fact]
    public async Task An_import_that_is_stopped_keeps_what_it_did_and_goes_on_from_there()
    {
        _library.WritePictures(60);
        using var stop = new CancellationTokenSource();
        var stopAfterFirst = new Telling<ImportProgress>(progress =>
        {
            if (progress.Done > 0) stop.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ImportAsync(progress: stopAfterFirst, cancel: stop.Token));
        var done = _library.Counts(model.Encoder).Ready;
        Assert.InRange(done, 1, 59);
        AssertCounts(await ImportAsync(), imported: 60 - done, unchanged: done, failed: 0);
    }

    [Fact]
    public async Task What_has_a_row_and_no_code_is_encoded_later()
    {
        // A row without a code is what a kill between the two transactions leaves.
        var path = _library.WritePictures(1)[0];
        var stamp = FileStamp.Of(path);
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        _library.Files.Register(
            [new ReadFile(stamp, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), "label", Some.Decoder().Decode(bytes, TestContext.Current.CancellationToken), null)],
            _library.Models.Register(model.Encoder));
        Assert.Equal(new PictureCounts(0, 1, 0), _library.Counts(model.Encoder));

        AssertCounts(await _library.Importer().EncodeMissingAsync(model.Encoder, cancel: TestContext.Current.CancellationToken), imported: 1, unchanged: 0, failed: 0);
        Assert.Equal(new PictureCounts(1, 0, 0), _library.Counts(model.Encoder));
        Assert.Equal([new PictureLabel("label", IsTag: false)], _library.Labels.Of(_library.Pictures.Page(new(), 0, 1)[0].Id));
    }

    [Fact]
    public async Task The_folder_that_holds_a_picture_is_its_label()
    {
        _library.Folder.Write("pictures/cats/1.jpg", Some.Jpeg(1));
        _library.Folder.Write("pictures/2.jpg", Some.Jpeg(2));
        await ImportAsync();
        var labels = _library.Pictures.Page(new(), 0, 10).ToDictionary(picture => Path.GetFileName(picture.Path), picture => _library.Labels.Of(picture.Id));
        Assert.Equal([new PictureLabel("cats", IsTag: false)], labels["1.jpg"]);
        Assert.Empty(labels["2.jpg"]);
    }

    [Fact]
    public async Task A_path_that_is_not_there_is_said_before_anything_is_done()
    {
        _library.WritePictures(1);
        await Assert.ThrowsAsync<FileNotFoundException>(
            () => _library.Importer().ImportAsync([_library.Folder["pictures"], "/no/such/folder"], model.Encoder, cancel: TestContext.Current.CancellationToken));
        Assert.Equal(new PictureCounts(0, 0, 0), _library.Counts(model.Encoder));
    }
}
