using ImageCodes.Model.Storage;
using ImageCodes.Tests.Components;
using ImageCodes.Web.Access;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Search;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Jobs;

public sealed class ImportHandlerTests : PageContext
{
    private Task RunAsync(string path)
    {
        var roots = new ImportRoots(new AccessOptions { ImportRoots = Folder["allowed"] });
        return ActivatorUtilities.CreateInstance<ImportHandler>(Services, roots).RunAsync(Jobs.Enqueue(ImportJob.Kind, new[] { path }), _ => { }, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_may_not_be_imported_any_more_since_it_was_asked_for_is_not()
    {
        Folder.Write("allowed/in.jpg", Some.Jpeg(1));
        Folder.Write("secret/out.jpg", Some.Jpeg(2));
        Assert.Contains("is outside the folders that may be imported", (await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(Folder["secret"]))).Message);
        Assert.Equal(0, Pictures.CountFiles(new()));
        await RunAsync(Folder["allowed"]);
        Assert.Equal(1, Pictures.CountFiles(new()));
    }

    [Fact]
    public async Task Where_another_model_came_into_use_its_codes_are_made_too_though_the_import_was_stopped()
    {
        for (var i = 0; i < 8; i++) Folder.Write($"allowed/{i}.jpg", Some.Jpeg(i));
        var (live, missing) = (Services.GetRequiredService<LiveModel>(), Services.GetRequiredService<MissingCodes>());
        live.Use(Services.GetRequiredService<ModelStore>().Import(Some.Model(Folder, "first")));
        await missing.StartAsync(TestContext.Current.CancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var handler = ActivatorUtilities.CreateInstance<ImportHandler>(Services, new ImportRoots(new AccessOptions { ImportRoots = Folder["allowed"] }));
        var isFirst = true;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => handler.RunAsync(Jobs.Enqueue(ImportJob.Kind, new[] { Folder["allowed"] }), _ =>
        {
            if (!isFirst) return;
            isFirst = false;
            live.GoBack();
            stop.Cancel();
        }, stop.Token));
        for (var begun = DateTime.UtcNow; Pictures.Counts(live.Current.Id) is { Ready: 0 } or { Pending: > 0 } && DateTime.UtcNow - begun < TimeSpan.FromSeconds(30);) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(8, Pictures.Counts(live.Current.Id).Ready);
        await missing.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_was_dropped_on_the_page_is_imported_wherever_it_lies()
    {
        var uploads = Services.GetRequiredService<UploadFolders>();
        var drop = uploads.Create();
        await uploads.SaveAsync(uploads.Find(drop)!, "dropped.jpg", new MemoryStream(Some.Jpeg(3)), maxBytes: 1_000_000, TestContext.Current.CancellationToken);
        await RunAsync(uploads.Import(drop)!.Paths[0]);
        Assert.Equal(1, Pictures.CountFiles(new()));
    }
}
