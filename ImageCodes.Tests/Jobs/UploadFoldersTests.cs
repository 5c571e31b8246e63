using ImageCodes.Model.Storage;
using ImageCodes.Web.Jobs;

namespace ImageCodes.Tests.Jobs;

public sealed class UploadFoldersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LibraryDatabase _database;

    public UploadFoldersTests() => _database = new LibraryDatabase(_folder["library"]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_drop_that_nothing_is_sent_to_any_more_is_unfinished_until_it_is_imported_or_deleted()
    {
        var uploads = new UploadFolders(_database) { Patience = TimeSpan.Zero };
        Assert.Empty(uploads.Unfinished());
        var (kept, deleted, empty) = (await SendAsync(uploads), await SendAsync(uploads), uploads.Create());
        Assert.Equal([kept, deleted], uploads.Unfinished().OrderBy(drop => drop.Name == deleted).Select(drop => drop.Name));
        Assert.All(uploads.Unfinished(), drop => Assert.Equal(1, drop.Pictures));

        uploads.Delete(deleted);
        var folder = uploads.Finish(kept)!;
        Assert.Empty(uploads.Unfinished());
        Assert.True(File.Exists(Path.Combine(folder, "beach", "1.jpg")));
        Assert.True(uploads.Holds(folder));
        Assert.Equal(folder, uploads.Finish(kept));
        Assert.Null(uploads.Find(kept));
        Assert.Null(uploads.Finish(deleted));
        Assert.NotNull(uploads.Find(empty));
    }

    [Fact]
    public async Task A_drop_that_files_still_come_to_is_left_alone()
    {
        var uploads = new UploadFolders(_database);
        await SendAsync(uploads);
        Assert.Empty(uploads.Unfinished());
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
        var uploads = new UploadFolders(_database);
        uploads.Create();
        Assert.Null(uploads.Find(name));
        Assert.Null(uploads.Finish(name));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> SendAsync(UploadFolders uploads)
    {
        var name = uploads.Create();
        await uploads.SaveAsync(uploads.Find(name)!, "beach/1.jpg", new MemoryStream(Some.Jpeg(1)), 1_000_000, Cancel);
        return name;
    }
}
