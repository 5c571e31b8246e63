using System.Text.Json;
using Bunit;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Components.Pages;
using ImageCodes.Web.Jobs;

namespace ImageCodes.Tests.Components.Pages;

public sealed class LibraryPageTests : PageContext
{
    private IRenderedComponent<LibraryPage> Open(string address = "/library")
    {
        Navigation.NavigateTo(address);
        return Render<LibraryPage>();
    }

    [Fact]
    public void An_empty_library_says_what_to_do() => Assert.Equal("/import", Open().Find(".notice a").GetAttribute("href"));

    [Fact]
    public async Task Folders_are_listed_by_short_names_with_their_counts()
    {
        await ImportAsync(5);
        var folders = Open().FindAll("nav a").Select(folder => folder.TextContent.Trim().Replace("\n", "")).ToList();
        Assert.Equal(["All folders5", "even3", "odd2"], folders.Select(text => string.Concat(text.Split("  ", StringSplitOptions.RemoveEmptyEntries))));
    }

    [Fact]
    public async Task Chosen_pictures_get_a_tag_and_are_found_by_it()
    {
        await ImportAsync(5);
        var page = Open();
        await page.InvokeAsync(() => page.Instance.Measured(800));
        page.WaitForAssertion(() => Assert.Equal(5, page.FindAll(".cell").Count));
        page.Act(() => page.FindAll(".cell input")[0].Change(true));
        page.Act(() => page.FindAll(".cell input")[3].Change(true));
        page.Act(() => page.Find(".tagging input").Input("cat"));
        page.Act(() => page.Find(".tagging").Submit());
        page.WaitForAssertion(() => Assert.Equal("2 more pictures are called 'cat'.", page.Find(".said").TextContent));
        Assert.Equal("cat", page.FindAll("nav a")[^1].QuerySelector("span")!.TextContent);

        var found = Open("/library?label=cat");
        await found.InvokeAsync(() => found.Instance.Measured(800));
        found.WaitForAssertion(() => Assert.Equal(2, found.FindAll(".cell").Count));
    }

    [Fact]
    public async Task Once_measured_it_shows_pictures_and_deletes_what_is_chosen()
    {
        await ImportAsync(5);
        var page = Open();
        await page.InvokeAsync(() => page.Instance.Measured(800));
        page.WaitForAssertion(() => Assert.Equal(5, page.FindAll(".cell").Count));
        page.Act(() => page.FindAll(".cell input")[0].Change(true));
        page.Act(() => page.FindAll(".cell input")[1].Change(true));
        Assert.Contains("2 chosen", page.Find(".tools").TextContent);
        page.Act(() => page.Find(".tools .danger").Click());
        Assert.Equal(5, Pictures.CountFiles(null));
        page.Act(() => page.Find(".notice .danger").Click());
        Assert.Equal(3, Pictures.CountFiles(null));
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll(".cell").Count));
    }
}

public sealed class PicturePageTests : PageContext
{
    [Fact]
    public async Task A_tag_is_added_and_taken_away()
    {
        var ids = await ImportAsync(2);
        var page = Render<PicturePage>(parameters => parameters.Add(picture => picture.Id, ids[0]));
        page.Act(() => page.Find(".labels input").Input("cat"));
        page.Act(() => page.Find(".labels form").Submit());
        Assert.Equal(["cat", "even"], page.FindAll(".labels a").Select(label => label.TextContent));
        Assert.Equal("/library?label=cat", page.Find(".labels a").GetAttribute("href"));
        page.Act(() => page.Find(".labels button").Click());
        Assert.Equal(["even"], page.FindAll(".labels a").Select(label => label.TextContent));
        Assert.Empty(page.FindAll(".labels button"));
    }

    [Fact]
    public async Task It_shows_facts_code_and_neighbours()
    {
        var ids = await ImportAsync(5);
        var page = Render<PicturePage>(parameters => parameters.Add(picture => picture.Id, ids[2]));
        Assert.Equal("02.jpg", page.Find("h1").TextContent);
        Assert.Contains("96 × 64 pixels", page.Markup);
        Assert.Contains("even", page.Find("table").TextContent);
        Assert.Equal(256, page.FindAll(".bits i").Count);
        Assert.Equal(4, page.FindAll(".grid li").Count);
        Assert.Equal($"/?picture={ids[2]}", page.Find("a.button").GetAttribute("href"));
    }

    [Fact]
    public void A_picture_that_is_not_there_is_said() =>
        Assert.Contains("no picture 7", Render<PicturePage>(parameters => parameters.Add(picture => picture.Id, 7)).Find(".notice").TextContent);
}

public sealed class CodePageTests : PageContext
{
    private IRenderedComponent<CodePage> Open(long id, string query)
    {
        Navigation.NavigateTo($"/picture/{id}/code{query}");
        return Render<CodePage>(parameters => parameters.Add(page => page.Id, id));
    }

    [Fact]
    public async Task A_flipped_bit_is_drawn_anew_and_stands_in_the_address()
    {
        var ids = await ImportAsync(4);
        var page = Open(ids[1], "");
        Assert.Equal(256, page.FindAll("[role=option]").Count);
        Assert.Contains("no bit flipped", page.Markup);
        var before = page.FindAll("figure img")[2].GetAttribute("src");
        page.Act(() => page.Find("#bit-25").Click());
        Assert.Equal($"/picture/{ids[1]}/code?flip=25&unit=25", Address);

        var flipped = Open(ids[1], "?flip=25,42&unit=42");
        Assert.NotEqual(before, flipped.FindAll("figure img")[2].GetAttribute("src"));
        Assert.Equal(["bit-25", "bit-42"], flipped.FindAll(".flipped").Select(bit => bit.Id));
        Assert.Equal("2 of 256 bits", flipped.Find(".grid .distance").TextContent);   // the picture itself
        Assert.Matches("It is [01] \\(activation [+-]0\\.\\d\\d.*\\), flipped\\. In the library it is 1 in", flipped.Find(".unit p").TextContent);
    }

    [Fact]
    public async Task Arrows_choose_a_bit_and_the_space_bar_flips_it()
    {
        var ids = await ImportAsync(2);
        var page = Open(ids[0], "?unit=7");
        page.Act(() => page.Find("[role=listbox]").KeyDown("ArrowRight"));
        Assert.Equal($"/picture/{ids[0]}/code?unit=8", Address);
        page.Act(() => page.Find("[role=listbox]").KeyDown(" "));
        Assert.Contains("flip=", Address);
    }

    [Fact]
    public void A_picture_that_is_not_there_is_said() => Assert.Contains("no code of a picture 7", Open(7, "").Find(".notice").TextContent);
}

public sealed class ComparePageTests : PageContext
{
    [Fact]
    public async Task Two_pictures_are_told_apart_bit_by_bit_and_the_way_between_them_ends_at_both()
    {
        var ids = await ImportAsync(5);
        var page = Render<ComparePage>(parameters => parameters.Add(compare => compare.Id, ids[0]).Add(compare => compare.OtherId, ids[3]));
        var differing = page.FindAll(".marked").Count;
        Assert.StartsWith($"{differing} of 256 bits differ", page.Find(".told").TextContent);
        Assert.Equal($"{differing}", page.FindAll("tbody td")[^1].TextContent);
        var way = page.FindAll(".way li a");
        Assert.Equal(9, way.Count);
        Assert.Equal(($"/picture/{ids[0]}", $"/picture/{ids[3]}"), (way[0].GetAttribute("href"), way[^1].GetAttribute("href")));
    }

    [Fact]
    public async Task A_picture_that_is_not_there_is_said()
    {
        var ids = await ImportAsync(1);
        Assert.Contains("has no code", Render<ComparePage>(parameters => parameters.Add(compare => compare.Id, ids[0]).Add(compare => compare.OtherId, 99)).Find(".notice").TextContent);
    }
}

public sealed class CodesPageTests : PageContext
{
    [Fact]
    public void An_empty_library_says_what_to_do()
    {
        var page = Render<CodesPage>();
        page.WaitForAssertion(() => Assert.Equal("/import", page.Find(".notice a").GetAttribute("href")), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task It_tells_balance_distances_and_codes_that_repeat()
    {
        await ImportAsync(12);
        var page = Render<CodesPage>();
        page.WaitForAssertion(() => Assert.Equal(6, page.FindAll(".figures dd").Count), TimeSpan.FromSeconds(30));
        Assert.Contains("All 12 codes", page.Markup);
        Assert.Equal(256, page.FindAll(".shares i").Count);
        Assert.Equal(["random pairs", "the nearest picture", "pairs with a label in common", "pairs with different labels"], page.FindAll("figcaption span").Select(line => line.TextContent.Split(", mean")[0]));
        Assert.NotEmpty(page.FindAll("details tbody tr"));
    }
}

public sealed class NeighboursPageTests : PageContext
{
    private IRenderedComponent<NeighboursPage> Open(long id, string query)
    {
        Navigation.NavigateTo($"/picture/{id}/neighbours{query}");
        return Render<NeighboursPage>(parameters => parameters.Add(page => page.Id, id));
    }

    [Fact]
    public async Task Shells_add_up_to_the_ball_and_empty_ones_are_said()
    {
        var ids = await ImportAsync(9);
        var all = Open(ids[0], "?radius=128");
        var shells = all.FindAll(".shell h2 small").Select(count => int.Parse(count.TextContent.Split(' ')[0])).Sum();
        Assert.Equal($"These are all {shells} within 128 bits of 256.", all.Find(".told").TextContent);
        Assert.Contains("None at", all.Markup);
        Assert.Equal("No other picture lies within 0 bits of 256.", Open(ids[0], "?radius=0").Find(".told").TextContent);
    }

    [Fact]
    public async Task A_step_keeps_the_way_and_another_length_the_place()
    {
        var ids = await ImportAsync(5);
        var page = Open(ids[0], $"?trail={ids[1]}&radius=128");
        Assert.Single(page.FindAll(".trail a"));
        Assert.All(page.FindAll(".grid a.picture"), step => Assert.EndsWith($"trail={ids[1]},{ids[0]}", step.GetAttribute("href")));
        page.Act(() => page.Find("select").Change("64"));
        Assert.Equal($"/picture/{ids[0]}/neighbours?trail={ids[1]}&bits=64", Address);
    }

    [Fact]
    public async Task The_radius_goes_by_single_bits()
    {
        var ids = await ImportAsync(3);
        var page = Open(ids[0], "?radius=20");
        page.Act(() => page.Find(".stepper button").Click());
        Assert.EndsWith("radius=19", Address);
        Assert.True(Open(ids[0], "?radius=0").Find(".stepper button").HasAttribute("disabled"));
    }
}

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
        page.Act(() => page.Find("li button").Click());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("li .path")));
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
    }

    [Fact]
    public void Progress_and_failures_are_shown_as_they_come()
    {
        var job = ImportJob.Of(Jobs.Enqueue(ImportJob.Kind, new[] { Folder.Path }));
        var page = Render<ImportPage>();
        using var stop = Jobs.Begin(job.Id, CancellationToken.None);
        Jobs.Report(job.Id, JsonElement.Parse("""{"report":{"imported":3,"unchanged":1,"failed":1,"seconds":2,"failures":[{"path":"/a/b.jpg","reason":"The file is empty."}]},"total":10}"""));
        page.WaitForAssertion(() => Assert.Contains("5 of 10 files", page.Find("article").TextContent));
        Assert.Equal("5", page.Find("article progress").GetAttribute("value"));
        Assert.Contains("The file is empty.", page.Find("article table").TextContent);
    }
}

public sealed class AboutPageTests : PageContext
{
    [Fact]
    public async Task It_tells_what_the_library_holds_and_how_good_the_model_is()
    {
        await ImportAsync(3);
        var page = Render<AboutPage>();
        Assert.Contains("3 ready, 0 pending, 0 failed", page.Markup);
        Assert.Equal(5, page.FindAll("table")[1].QuerySelectorAll("tbody tr").Length);
        Assert.All(page.FindAll("table")[1].QuerySelectorAll("td"), figure => Assert.EndsWith("%", figure.TextContent.Trim()));
    }
}

public sealed class SignInPageTests : PageContext
{
    [Fact]
    public void It_asks_for_the_password_and_remembers_where_to_go()
    {
        Navigation.NavigateTo("/sign-in?to=%2Flibrary&wrong=true");
        var page = Render<SignInPage>();
        Assert.Equal("/library", page.Find("input[name=to]").GetAttribute("value"));
        Assert.Contains("not the password", page.Find("[role=alert]").TextContent);
    }
}

public sealed class NotFoundPageTests : PageContext
{
    [Fact]
    public void It_leads_to_the_other_pages() =>
        Assert.Equal(["/", "/library", "/import"], Render<NotFoundPage>().FindAll("a").Select(link => link.GetAttribute("href")));
}

public sealed class ErrorPageTests : PageContext
{
    [Fact]
    public void It_says_where_to_look() => Assert.Contains("Its log says why", Render<ErrorPage>().Find("[role=alert]").TextContent);
}
