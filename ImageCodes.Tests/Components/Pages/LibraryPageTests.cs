using Bunit;
using ImageCodes.Model.Benchmarks;
using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Components.Pages;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Models;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Components.Pages;

public sealed class LibraryPageTests : PageContext
{
    private IRenderedComponent<LibraryPage> Open(string address = "/library")
    {
        Navigation.NavigateTo(address);
        var page = Render<LibraryPage>();
        page.WaitForState(() => !page.Markup.Contains("Reading …"));   // it is counted beside the page
        return page;
    }

    [Fact]
    public void An_empty_library_says_what_to_do() => Assert.Equal("/import", Open().Find(".notice a").GetAttribute("href"));

    [Fact]
    public async Task What_an_import_brings_comes_while_the_page_is_open()
    {
        var page = Open();
        await ImportAsync(3);
        Services.GetRequiredService<JobQueue>().Enqueue(ImportJob.Kind, new[] { Folder["pictures"] });   // tells, as each batch of it does
        page.WaitForAssertion(() => Assert.Equal("3 files", page.Find(".tools .soft").TextContent));
    }

    [Fact]
    public async Task Folders_are_listed_by_short_names_with_their_counts()
    {
        await ImportAsync(5);
        var folders = Open().FindAll("nav a").Select(folder => folder.TextContent.Trim().Replace("\n", "")).ToList();
        Assert.Equal(["All files5", "even3", "odd2"], folders.Select(text => string.Concat(text.Split("  ", StringSplitOptions.RemoveEmptyEntries))));
    }

    [Fact]
    public async Task Folders_of_one_name_are_told_apart_by_those_above_them()
    {
        foreach (var (path, number) in new[] { "2024/may", "2025/may", "2025/june" }.Select((path, number) => (path, number)))
            Folder.Write($"{path}/{number}.jpg", Some.Jpeg(number));
        await Services.GetRequiredService<Importer>().ImportAsync([Folder["2024"], Folder["2025"]], Services.GetRequiredService<LiveModel>().Current.Encoder, cancel: Xunit.TestContext.Current.CancellationToken);
        Assert.Equal(["All files", "2024/may", "june", "2025/may"], Open().FindAll("nav a span:first-child").Select(name => name.TextContent));
    }

    [Fact]
    public async Task Of_very_many_folders_those_in_view_are_drawn()
    {
        foreach (var number in Enumerable.Range(0, 301)) Folder.Write($"many/{number:000}/one.jpg", Some.Jpeg(1));
        await Services.GetRequiredService<Importer>().ImportAsync([Folder["many"]], Services.GetRequiredService<LiveModel>().Current.Encoder, cancel: Xunit.TestContext.Current.CancellationToken);
        var page = Open();
        page.WaitForAssertion(() => Assert.InRange(page.FindAll("nav a").Count, 2, 300));
        Assert.Equal("000", page.FindAll("nav a")[1].QuerySelector("span")!.TextContent);
    }

    [Fact]
    public async Task Of_more_rows_than_a_browser_scrolls_through_the_first_are_listed_and_that_is_said()
    {
        var current = Services.GetRequiredService<LiveModel>().Current.Encoder;
        new FilledLibrary(Services.GetRequiredService<LibraryDatabase>()).Fill(Models.Register(current), CodeSource.Uniform(current.Bits, seed: 1), 100_500, cancel: Xunit.TestContext.Current.CancellationToken);
        var page = Open();
        await page.InvokeAsync(() => page.Instance.Measured(200));
        Assert.StartsWith("These are the first 100,000 of 100,500", page.Find(".rows > p").TextContent.Trim());
        await page.InvokeAsync(() => page.Instance.Measured(400));
        Assert.Empty(page.FindAll(".rows > p"));
    }

    [Fact]
    public async Task A_name_that_was_typed_goes_along_to_another_folder()
    {
        await ImportAsync(5);
        var page = Open();
        page.Act(() => page.Find(".finding input").Input("03"));
        Assert.All(page.FindAll("nav a"), link => Assert.Contains("name=03", link.GetAttribute("href")));
    }

    [Fact]
    public async Task Chosen_pictures_get_a_tag_and_are_found_by_it()
    {
        await ImportAsync(5);
        var page = Open();
        await page.InvokeAsync(() => page.Instance.Measured(800));
        page.WaitForAssertion(() => Assert.Equal(5, page.FindAll(".cell").Count));
        page.Act(() => page.FindAll(".cell input")[0].Click());
        page.Act(() => page.FindAll(".cell input")[3].Click());
        page.Act(() => page.Find(".tools form input").Input("cat"));
        page.Act(() => page.Find(".tools form").Submit());
        page.WaitForAssertion(() => Assert.Equal("2 more pictures are called 'cat'.", page.Find(".said").TextContent));
        page.WaitForAssertion(() => Assert.Equal("cat", page.FindAll("nav a")[1].QuerySelector("span")!.TextContent));

        var found = Open("/library?label=cat");
        await found.InvokeAsync(() => found.Instance.Measured(800));
        found.WaitForAssertion(() => Assert.Equal(2, found.FindAll(".cell").Count));
    }

    [Fact]
    public async Task Shift_chooses_all_in_between_and_a_button_all_there_are()
    {
        await ImportAsync(5);
        var page = Open();
        await page.InvokeAsync(() => page.Instance.Measured(800));
        page.WaitForAssertion(() => Assert.Equal(5, page.FindAll(".cell").Count));
        page.Act(() => page.FindAll(".cell input")[3].Click());
        page.Act(() => page.FindAll(".cell input")[1].Click(new MouseEventArgs { ShiftKey = true }));
        page.WaitForAssertion(() => Assert.Equal([false, true, true, true, false], page.FindAll(".cell").Select(cell => cell.ClassList.Contains("chosen"))));
        page.Act(() => page.FindAll(".tools button").Single(button => button.TextContent == "Choose all").Click());
        page.WaitForAssertion(() => Assert.Contains("5 chosen", page.Find(".tools").TextContent));

        var even = Open($"/library?folder={Uri.EscapeDataString(Folder["pictures/even"])}");
        even.Act(() => even.FindAll(".tools button").Single(button => button.TextContent == "Choose all").Click());
        even.WaitForAssertion(() => Assert.Contains("3 chosen", even.Find(".tools").TextContent));
    }

    [Fact]
    public async Task Copies_of_one_file_are_chosen_together_and_that_is_said()
    {
        Folder.Write("pictures/even/copy.jpg", Some.Jpeg(0));
        await ImportAsync(3);
        var page = Open();
        await page.InvokeAsync(() => page.Instance.Measured(800));
        page.WaitForAssertion(() => Assert.Equal(4, page.FindAll(".cell").Count));
        page.Act(() => page.FindAll(".cell input")[0].Click());
        Assert.Contains("1 chosen (in 2 files)", page.Find(".tools").TextContent);
        page.Act(() => page.Find(".tools .danger").Click());
        Assert.Equal("Take 1 picture (in 2 files) out of the library?", page.Find(".notice h2").TextContent);
    }

    [Fact]
    public async Task Files_are_found_by_their_name_and_ordered_by_when_they_came()
    {
        await ImportAsync(5);
        var page = Open();
        page.Act(() => page.Find(".finding input").Input("03"));
        page.Act(() => page.Find(".finding").Submit());
        Assert.Equal("/library?name=03", Address);
        var found = Open("/library?name=03");
        await found.InvokeAsync(() => found.Instance.Measured(800));
        found.WaitForAssertion(() => Assert.Equal("03.jpg", found.FindAll(".cell img").Single().GetAttribute("alt")));
        found.Act(() => found.Find(".finding select").Change("Newest"));
        Assert.Equal("/library?name=03&order=newest", Address);
        Assert.Contains("'nothing'", Open("/library?name=nothing").Find(".rows .notice").TextContent);
    }

    [Fact]
    public async Task Who_looks_at_a_picture_and_comes_back_finds_those_chosen_that_are_still_there()
    {
        var ids = await ImportAsync(5);
        var page = Open();
        await page.InvokeAsync(() => page.Instance.Measured(800));
        page.WaitForAssertion(() => Assert.Equal(5, page.FindAll(".cell").Count));
        foreach (var place in new[] { 0, 1, 2 }) page.Act(() => page.FindAll(".cell input")[place].Click());
        Pictures.Delete([ids[2]]);
        var again = Open();
        again.WaitForAssertion(() => Assert.Contains("2 chosen", again.Find(".tools").TextContent));
        Assert.DoesNotContain("chosen", Open("/library?name=0").Find(".tools").TextContent);
    }

    [Fact]
    public async Task Once_measured_it_shows_pictures_and_deletes_what_is_chosen()
    {
        await ImportAsync(5);
        var page = Open();
        await page.InvokeAsync(() => page.Instance.Measured(800));
        page.WaitForAssertion(() => Assert.Equal(5, page.FindAll(".cell").Count));
        page.Act(() => page.FindAll(".cell input")[0].Click());
        page.Act(() => page.FindAll(".cell input")[1].Click());
        Assert.Contains("2 chosen", page.Find(".tools").TextContent);
        page.Act(() => page.Find(".tools .danger").Click());
        Assert.Equal(5, Pictures.CountFiles(new()));
        page.Act(() => page.Find(".notice .danger").Click());
        page.WaitForAssertion(() => Assert.Equal("2 pictures were taken out of the library.", page.Find(".said").TextContent));
        Assert.Equal(3, Pictures.CountFiles(new()));
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll(".cell").Count));
    }

    [Fact]
    public async Task Who_chooses_none_is_not_asked_any_more_whether_to_delete()
    {
        await ImportAsync(3);
        var page = Open();
        await page.InvokeAsync(() => page.Instance.Measured(800));
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll(".cell").Count));
        page.Act(() => page.FindAll(".cell input")[0].Click());
        page.Act(() => page.Find(".tools .danger").Click());
        Assert.NotEmpty(page.FindAll(".notice"));
        page.Act(() => page.FindAll(".cell input")[0].Click());
        page.Act(() => page.FindAll(".cell input")[1].Click());
        Assert.Contains("1 chosen", page.Find(".tools").TextContent);
        Assert.Empty(page.FindAll(".notice"));
    }
}
