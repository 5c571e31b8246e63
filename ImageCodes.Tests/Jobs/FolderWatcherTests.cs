using ImageCodes.Model.Storage;
using ImageCodes.Tests.Storage;
using ImageCodes.Web.Access;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Models;
using ImageCodes.Web.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCodes.Tests.Jobs;

public sealed class FolderWatcherTests : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task A_folder_is_followed_once_its_own_import_is_neither_waiting_nor_paused()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _library.WritePictures(2);
        var folders = new WatchedFolderStore(_library.Database);
        folders.Add(_library.Folder["pictures"]);
        var jobs = new JobQueue(_library.Jobs);
        var import = jobs.Enqueue(ImportJob.Kind, new[] { _library.Folder["pictures"] + "/" });
        Assert.True(jobs.Pause(import.Id));
        var live = new LiveModel(new LibraryOptions { DataDir = _library.Database.Folder }, _library.Models, _library.Codes);
        using var watcher = new FolderWatcher(folders, jobs, _library.Sync(), live, new ImportRoots(new AccessOptions()), NullLogger<FolderWatcher>.Instance);
        var followed = new Dictionary<string, (CancellationTokenSource Stop, Task Watch)>();

        await watcher.ChangeOverAsync(followed, stop.Token);
        Assert.Empty(followed);
        Assert.True(jobs.Cancel(import.Id));
        await watcher.ChangeOverAsync(followed, stop.Token);
        Assert.Equal([_library.Folder["pictures"]], followed.Keys);

        await stop.CancelAsync();
        await Task.WhenAll(followed.Values.Select(entry => entry.Watch));
    }
}
