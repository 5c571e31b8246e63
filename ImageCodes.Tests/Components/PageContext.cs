using Bunit;
using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Storage;
using ImageCodes.Web;
using ImageCodes.Web.Access;
using ImageCodes.Web.Components;
using ImageCodes.Web.Components.Pages;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Models;
using ImageCodes.Web.Search;
using ImageCodes.Web.Settings;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Components;

/// <summary>Renders pages over a real library in a folder that is gone after the test.</summary>
public abstract class PageContext : BunitContext
{
    protected PageContext()
    {
        DefaultWaitTimeout = TimeSpan.FromSeconds(30);   // a page may have to wait for other tests
        var configuration = new ConfigurationBuilder();
        SettingsRegistry.AddTo(configuration, new Dictionary<string, string>
        {
            ["ImageCodes:DataDir"] = Folder["library"],
        }, forServer: true);
        Services.AddSingleton<IConfiguration>(configuration.Build());
        Services.AddLogging();
        Services.AddLibrary();
        Services.AddSingleton<QueryPictures>();
        Services.AddSingleton<ShownPictures>();
        Services.AddScoped<MapChoice>();
        Services.AddScoped<LibraryChoice>();
        Services.AddSingleton<JobQueue>();
        Services.AddTrainings();
        Services.AddSingleton<FolderWatcher>();
        Services.AddSingleton<MissingCodes>();
        Services.AddSingleton<UploadFolders>();
        Services.AddSingleton<ImportRoots>();
        Services.AddSingleton<PictureFetcher>();
        JSInterop.Mode = JSRuntimeMode.Loose;
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    protected TemporaryFolder Folder { get; } = new();

    protected PictureStore Pictures => Services.GetRequiredService<PictureStore>();

    protected ModelStore Models => Services.GetRequiredService<ModelStore>();

    protected JobQueue Jobs => Services.GetRequiredService<JobQueue>();

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    /// <summary>The path and query of the page's address.</summary>
    protected string Address => "/" + Navigation.ToBaseRelativePath(Navigation.Uri);

    /// <summary>Imports pictures, no two alike, and returns their ids in the order of their names.</summary>
    protected async Task<List<long>> ImportAsync(int count)
    {
        for (var i = 0; i < count; i++) Folder.Write($"pictures/{(i % 2 == 0 ? "even" : "odd")}/{i:00}.jpg", Some.Jpeg(i));
        await Services.GetRequiredService<Importer>().ImportAsync([Folder["pictures"]], Services.GetRequiredService<LiveModel>().Current.Encoder);
        return [.. Pictures.Page(new(), 0, 1_000).OrderBy(picture => Path.GetFileName(picture.Path)).Select(picture => picture.Id)];
    }

    /// <summary>Does the newest job of a kind, as the server does beside the page.</summary>
    private protected async Task RunJobAsync<T>()
        where T : IJobHandler
    {
        var handler = ActivatorUtilities.CreateInstance<T>(Services);
        var job = Jobs.Newest(handler.Kind)[0];
        using var stop = Jobs.Begin(job, CancellationToken.None);
        await handler.RunAsync(job, progress => Jobs.Report(job, progress), stop!.Token);
        Jobs.End(job, JobState.Completed);
    }

    // xUnit disposes of a test this way alone.
    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        Folder.Dispose();
    }
}
