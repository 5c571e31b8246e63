using System.Text.Json;
using Bunit;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Components.Pages;
using ImageCodes.Web.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Components.Pages;

public sealed class ImportPageTests : PageContext
{
    [Fact]
    public void A_folder_is_watched_where_that_is_asked_for_until_it_is_stopped()
    {
        var page = Render<ImportPage>();
        var folder = Directory.CreateDirectory(Folder["pictures"]).FullName;
        page.Act(() => page.Find("#folder").Input(folder));
        page.Act(() => page.Find(".watch input").Change(true));
        page.Act(() => page.Find("form").Submit());
        page.WaitForAssertion(() => Assert.Equal(folder, page.Find("li .path").TextContent));
        Assert.Single(Jobs.Newest(ImportJob.Kind));
        page.Act(() => page.FindAll("article button").Single(button => button.TextContent == "Cancel").Click());
        page.WaitForAssertion(() => Assert.Contains("The folder is watched", page.Find("article").TextContent));
        page.Act(() => page.Find("li button").Click());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("li .path")));
        page.WaitForAssertion(() => Assert.DoesNotContain("The folder is watched", page.Find("article").TextContent));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_a_sentence_and_stays_typed()
    {
        var page = Render<ImportPage>();
        page.Act(() => page.Find("#folder").Input("/no/such/folder"));
        page.Act(() => page.Find("form").Submit());
        Assert.Contains("There is no file or folder", page.Find("[role=alert]").TextContent);
        Assert.Equal("/no/such/folder", page.Find("#folder").GetAttribute("value"));
    }

    [Fact]
    public void A_folder_becomes_a_job_that_can_be_paused_and_cancelled()
    {
        var page = Render<ImportPage>();
        page.Act(() => page.Find("#folder").Input(Folder.Path));
        page.Act(() => page.Find("form").Submit());
        page.WaitForAssertion(() => Assert.Equal("queued", page.Find("article .state").TextContent));

        page.Act(() => page.FindAll("article button").Single(button => button.TextContent == "Pause").Click());
        page.WaitForAssertion(() => Assert.Equal("paused", page.Find("article .state").TextContent));
        page.Act(() => page.FindAll("article button").Single(button => button.TextContent == "Go on").Click());
        page.WaitForAssertion(() => Assert.Equal("queued", page.Find("article .state").TextContent));
        page.Act(() => page.FindAll("article button").Single(button => button.TextContent == "Cancel").Click());
        page.WaitForAssertion(() => Assert.Equal("cancelled", page.Find("article .state").TextContent));
        Assert.Equal(JobState.Cancelled, Jobs.Newest(ImportJob.Kind)[0].State);
        page.Act(() => page.FindAll("article button").Single(button => button.TextContent == "Put away").Click());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("article")));
        Assert.Empty(Jobs.Newest(ImportJob.Kind));
    }

    [Fact]
    public async Task What_a_browser_left_behind_is_imported_or_deleted()
    {
        var uploads = Services.GetRequiredService<UploadFolders>();
        foreach (var day in new[] { 1, 2 })
        {
            var folder = uploads.Find(uploads.Create())!;
            await uploads.SaveAsync(folder, "one.jpg", new MemoryStream(Some.Jpeg(day)), 1_000_000, Xunit.TestContext.Current.CancellationToken);
            File.SetLastWriteTimeUtc(Path.Combine(folder, "one.jpg"), new DateTime(2026, 5, day, 12, 0, 0, DateTimeKind.Utc));
        }

        var page = Render<ImportPage>();
        Assert.Equal(["1 picture, 2026-05-02", "1 picture, 2026-05-01"], page.FindAll("li span").Select(drop => drop.TextContent[..21]));
        page.Act(() => page.FindAll("li button").First(button => button.TextContent == "Import").Click());
        page.WaitForAssertion(() => Assert.Contains("From a browser", page.Find("article").TextContent));
        page.Act(() => page.FindAll("li button").Single(button => button.TextContent == "Delete …").Click());
        page.Act(() => page.FindAll("li button").Single(button => button.TextContent == "Keep").Click());
        page.Act(() => page.FindAll("li button").Single(button => button.TextContent == "Delete …").Click());
        page.Act(() => page.FindAll("li button").Single(button => button.TextContent == "Delete").Click());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("li")));
        Assert.Single(Jobs.Newest(ImportJob.Kind));
    }

    [Fact]
    public void Progress_and_failures_are_shown_as_they_come()
    {
        var job = Jobs.Enqueue(ImportJob.Kind, new[] { Folder.Path });
        var page = Render<ImportPage>();
        using var stop = Jobs.Begin(job, CancellationToken.None);
        Jobs.Report(job, JsonElement.Parse("""{"report":{"imported":3,"unchanged":1,"failed":1,"seconds":2,"failures":[{"path":"/a/b.jpg","reason":"The file is empty."}]},"total":10}"""));
        page.WaitForAssertion(() => Assert.Contains("5 of 10 files", page.Find("article").TextContent));
        Assert.Equal("5", page.Find("article progress").GetAttribute("value"));
        Assert.Contains("The file is empty.", page.Find("article table").TextContent);
    }
}
