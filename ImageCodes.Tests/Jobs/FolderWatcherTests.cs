using ImageCodes.Model.Storage;
using ImageCodes.Tests.Storage;
using ImageCodes.Web.Access;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Search;
using ImageCodes.Web.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCodes.Tests.Jobs;

public sealed class FolderWatcherTests : IDisposable
{
    private static readonly TimeSpan TwoLooks = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task A_folder_is_followed_once_its_own_import_is_neither_waiting_nor_paused()
    {
        var cancel = TestContext.Current.CancellationToken;
        _library.WritePictures(2);
        var folders = new WatchedFolderStore(_library.Database);
        folders.Add(_library.Folder["pictures"]);
        var jobs = new JobQueue(_library.Jobs);
        var import = jobs.Enqueue(ImportJob.Kind, new[] { _library.Folder["pictures"] + "/" });
        Assert.True(jobs.Pause(import.Id));
        var live = new LiveModel(new LibraryOptions { DataDir = _library.Database.Folder }, _library.Models, _library.Codes);
        using var watcher = new FolderWatcher(folders, jobs, _library.Importer(), live, new ImportRoots(new AccessOptions()), NullLogger<FolderWatcher>.Instance);
        await watcher.StartAsync(cancel);
        await Task.Delay(TwoLooks, cancel);
        Assert.Equal(0, _library.Pictures.CountFiles(null));

        Assert.True(jobs.Cancel(import.Id));
        for (var begun = DateTime.UtcNow; _library.Pictures.CountFiles(null) < 2 && DateTime.UtcNow - begun < Patience;) await Task.Delay(100, cancel);
        Assert.Equal(2, _library.Pictures.CountFiles(null));
        await watcher.StopAsync(cancel);
    }
}
