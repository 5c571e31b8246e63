using ImageCodes.Tests.Components;
using ImageCodes.Web.Access;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Models;
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
        Assert.Contains(
            "is outside the folders that may be imported",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(Folder["secret"]))).Message);
        Assert.Equal(0, Pictures.CountFiles(new()));
        await RunAsync(Folder["allowed"]);
        Assert.Equal(1, Pictures.CountFiles(new()));
    }

    [Fact]
    public async Task Where_another_model_came_into_use_its_codes_are_asked_for_though_the_import_was_stopped()
    {
        for (var i = 0; i < 8; i++) Folder.Write($"allowed/{i}.jpg", Some.Jpeg(i));
        var (live, missing) = (Services.GetRequiredService<LiveModel>(), Services.GetRequiredService<MissingCodes>());
        await RunAsync(Folder["allowed/0.jpg"]);
        Assert.False(missing.IsAsked);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var handler = ActivatorUtilities.CreateInstance<ImportHandler>(Services, new ImportRoots(new AccessOptions { ImportRoots = Folder["allowed"] }));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => handler.RunAsync(Jobs.Enqueue(ImportJob.Kind, new[] { Folder["allowed"] }), _ =>
        {
            if (live.Current.Encoder.Card.Name == "default") live.Use(Models.Import(Some.Model(Folder, "other")));
            stop.Cancel();
        }, stop.Token));
        Assert.True(missing.IsAsked);
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
