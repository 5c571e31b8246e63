using System.Diagnostics;
using ImageCodes.Model.Files;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Access;
using ImageCodes.Web.Jobs;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ImageCodes.Web.Components.Pages;

/// <summary>Ways in, and the imports under way.</summary>
public sealed partial class ImportPage(JobQueue jobs, ImportRoots roots, WatchedFolderStore watched, IJSRuntime browser) : PageOfJobs(jobs, ImportJob.Kind), IAsyncDisposable
{
    private readonly PageScript _script = new(browser, "./scripts/upload.js");
    private ElementReference _drop;
    private IReadOnlyList<ImportJob> _jobs = [];
    private IReadOnlyList<string> _folders = [];   // that are watched
    private string _folder = "";
    private bool _watch;
    private string? _problem;
    private long _asked;   // when an import was, last; a time stamp of the stopwatch

    public ValueTask DisposeAsync()
    {
        Dispose();
        watched.Changed -= Refresh;
        return _script.DisposeAsync();
    }

    protected override void OnInitialized()
    {
        watched.Changed += Refresh;
        base.OnInitialized();
    }

    protected override Task OnAfterRenderAsync(bool firstRender) => firstRender ? _script.CallAsync("listen", _drop) : Task.CompletedTask;

    protected override void Read()
    {
        _jobs = [.. Jobs.Listed(ImportJob.Kind).Select(ImportJob.Of)];
        _folders = watched.All();
    }

    private bool IsWatched(string path) => _folders.Any(folder => FolderPath.Holds(folder, FolderPath.Of(path)));

    private void ImportFolder()
    {
        var path = _folder.Trim();
        if (path.Length == 0 && Stopwatch.GetElapsedTime(_asked) < Jobs.SecondClick) return;   // the first emptied the box
        _problem = path.Length == 0 ? "Type the full path of a folder on the server." : roots.Refuse(path, _watch);
        if (_problem is not null) return;
        if (_watch) watched.Add(path);
        Jobs.Enqueue(ImportJob.Kind, new[] { path });
        (_folder, _watch, _asked) = ("", false, Stopwatch.GetTimestamp());
    }
}
