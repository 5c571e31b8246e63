using System.IO.Pipelines;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Jobs;

namespace ImageCodes.Tests.Jobs;

public sealed class UploadFoldersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LibraryDatabase _database;
    private readonly JobQueue _jobs;

    public UploadFoldersTests()
    {
        _database = new LibraryDatabase(_folder["library"]);
        _jobs = new JobQueue(new JobStore(_database));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_drop_that_nothing_is_sent_to_any_more_is_unfinished_until_it_is_imported_or_deleted()
    {
        var uploads = new UploadFolders(_database, _jobs) { Patience = TimeSpan.Zero };
        Assert.Empty(uploads.Unfinished());
        var (kept, deleted, empty) = (await SendAsync(uploads), await SendAsync(uploads), uploads.Create());
        Assert.Equal([kept, deleted], uploads.Unfinished().OrderBy(drop => drop.Name == deleted).Select(drop => drop.Name));
        Assert.All(uploads.Unfinished(), drop => Assert.Equal(1, drop.Pictures));

        uploads.Delete(deleted);
        var folder = Assert.Single(uploads.Import(kept)!.Paths);
        Assert.Empty(uploads.Unfinished());
        Assert.True(File.Exists(Path.Combine(folder, "beach", "1.jpg")));
        Assert.True(uploads.Holds(folder));
        Assert.Equal([folder], uploads.Import(kept)!.Paths);
        Assert.Equal(2, _jobs.Newest(ImportJob.Kind).Count);
        Assert.Null(uploads.Find(kept));
        Assert.Null(uploads.Import(deleted));
        Assert.NotNull(uploads.Find(empty));
    }

    [Fact]
    public async Task A_drop_whose_import_was_asked_for_by_a_program_that_ended_then_is_moved_by_the_job()
    {
        var uploads = new UploadFolders(_database, _jobs);
        var name = await SendAsync(uploads);
        var asked = _folder[$"library/{LibraryFolders.Uploads}/{name}"];
        uploads.Settle(asked);
        uploads.Settle(asked);
        Assert.True(File.Exists(Path.Combine(asked, "beach", "1.jpg")));
        Assert.Null(uploads.Find(name));

        uploads.Settle(_folder["elsewhere"]);
        Assert.False(Directory.Exists(_folder["elsewhere"]));
    }

    [Fact]
    public async Task A_drop_that_files_still_come_to_is_left_alone()
    {
        var uploads = new UploadFolders(_database, _jobs);
        await SendAsync(uploads);
        Assert.Empty(uploads.Unfinished());
    }

    [Fact]
    public async Task A_drop_of_which_one_file_is_still_on_its_way_is_left_alone()
    {
        var uploads = new UploadFolders(_database, _jobs);
        var folder = uploads.Find(await SendAsync(uploads))!;
        File.SetLastWriteTimeUtc(Path.Combine(folder, "beach", "1.jpg"), DateTime.UtcNow.AddHours(-1));
        Assert.Single(uploads.Unfinished());
        await File.WriteAllBytesAsync(Path.Combine(folder, "large" + LibraryFolders.Part), [1], Cancel);
        Assert.Empty(uploads.Unfinished());
    }

    [Fact]
    public async Task What_comes_after_the_import_was_asked_for_is_refused_and_stands_in_no_ones_way()
    {
        var uploads = new UploadFolders(_database, _jobs);
        var name = await SendAsync(uploads);
        var folder = uploads.Find(name)!;
        uploads.Import(name);
        var refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => uploads.SaveAsync(folder, "late/2.jpg", new MemoryStream(Some.Jpeg(2)), 1_000_000, Cancel));
        Assert.Contains("drop it once more", refusal.Message);
        Assert.NotNull(uploads.Import(name));
    }

    [Fact]
    public async Task What_is_on_its_way_when_the_import_is_asked_for_is_refused_and_leaves_nothing_behind()
    {
        var uploads = new UploadFolders(_database, _jobs);
        var name = await SendAsync(uploads);
        var folder = uploads.Find(name)!;
        var content = new Pipe();
        var saving = uploads.SaveAsync(folder, "beach/2.jpg", content.Reader.AsStream(), 1_000_000, Cancel);
        await content.Writer.WriteAsync(Some.Jpeg(2), Cancel);
        var settled = uploads.Import(name)!.Paths[0];
        await content.Writer.CompleteAsync();
        Assert.Contains("drop it once more", (await Assert.ThrowsAsync<ArgumentException>(() => saving)).Message);
        Assert.Equal(["1.jpg"], Directory.EnumerateFiles(settled, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Another_file_of_the_same_name_is_kept_beside_the_first_and_the_same_file_is_kept_once()
    {
        var uploads = new UploadFolders(_database, _jobs);
        var folder = uploads.Find(uploads.Create())!;
        foreach (var picture in new[] { 1, 2, 1, 2 })
            await uploads.SaveAsync(folder, "a/one.jpg", new MemoryStream(Some.Jpeg(picture)), 1_000_000, Cancel);
        Assert.Equal(["one (2).jpg", "one.jpg"], Directory.EnumerateFiles(Path.Combine(folder, "a")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(Some.Jpeg(2), File.ReadAllBytes(Path.Combine(folder, "a/one (2).jpg")));
    }

    [Fact]
    public async Task A_file_that_is_longer_than_pictures_may_be_is_refused_and_leaves_nothing()
    {
        var uploads = new UploadFolders(_database, _jobs);
        var folder = uploads.Find(uploads.Create())!;
        var refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => uploads.SaveAsync(folder, "long.jpg", new MemoryStream(new byte[1_001]), 1_000, Cancel));
        Assert.Equal("'long.jpg' has more than 1,000 bytes; that is the most a picture may have.", refusal.Message);
        Assert.Empty(Directory.EnumerateFiles(folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("coming")]
    [InlineData("coming/one")]
    [InlineData("../library")]
    public void A_name_that_is_no_drop_s_is_not_found(string name)
    {
        var uploads = new UploadFolders(_database, _jobs);
        uploads.Create();
        Assert.Null(uploads.Find(name));
        Assert.Null(uploads.Import(name));
        Assert.Empty(_jobs.Newest(ImportJob.Kind));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> SendAsync(UploadFolders uploads)
    {
        var name = uploads.Create();
        await uploads.SaveAsync(uploads.Find(name)!, "beach/1.jpg", new MemoryStream(Some.Jpeg(1)), 1_000_000, Cancel);
        return name;
    }
}
