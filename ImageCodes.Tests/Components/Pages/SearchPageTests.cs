using Bunit;
using Dapper;
using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Components.Pages;
using ImageCodes.Web.Models;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Components.Pages;

public sealed class SearchPageTests : PageContext
{
    private IRenderedComponent<SearchPage> Open(string address)
    {
        Navigation.NavigateTo(address);
        return Render<SearchPage>();
    }

    [Fact]
    public void An_empty_library_says_what_to_do() =>
        Assert.Equal("/import", Open("/").Find(".notice a").GetAttribute("href"));

    [Fact]
    public async Task A_library_whose_codes_are_of_another_model_says_how_far_its_own_are()
    {
        await ImportAsync(3);
        Services.GetRequiredService<LiveModel>().Use(Models.Import(Some.Model(Folder, "mine")));
        var page = Open("/");
        Assert.Contains("0 of 3 pictures have a code of the model in use, mine", page.Find(".notice").TextContent);
        await Services.GetRequiredService<Importer>().EncodeMissingAsync(Services.GetRequiredService<LiveModel>().Current.Encoder, cancel: Xunit.TestContext.Current.CancellationToken);
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("a.picture").Count));
    }

    [Fact]
    public async Task Without_a_query_it_offers_pictures_to_start_from()
    {
        await ImportAsync(20);
        var links = Open("/").FindAll("a.picture");
        Assert.Equal(12, links.Count);
        Assert.Equal(12, links.Select(link => link.GetAttribute("href")).Distinct().Count());
    }

    [Fact]
    public async Task A_search_from_a_picture_shows_its_neighbours_closest_first_and_not_itself()
    {
        var ids = await ImportAsync(10);
        var page = Open($"/?picture={ids[3]}&bits=64&k=6");
        page.WaitForAssertion(() => Assert.Equal(6, page.FindAll("li").Count));
        Assert.DoesNotContain(page.FindAll("a.picture"), link => link.GetAttribute("href")!.Contains($"picture={ids[3]}&"));
        var distances = page.FindAll(".distance").Select(distance => int.Parse(distance.TextContent.Split(' ')[0])).ToList();
        Assert.Equal(distances.Order(), distances);
        Assert.Equal($"/picture/{ids[3]}/code", page.Find(".ways a").GetAttribute("href"));
        Assert.All(page.FindAll(".distance"), distance => Assert.EndsWith("of 64 bits", distance.TextContent));
    }

    [Fact]
    public async Task A_slider_says_where_it_is_held_and_searches_when_it_is_let_go()
    {
        var ids = await ImportAsync(10);
        var page = Open($"/?picture={ids[3]}");
        page.WaitForAssertion(() => Assert.Equal(9, page.FindAll("li").Count));
        string Far() => page.FindAll(".controls output")[1].TextContent;
        Assert.Equal("any distance", Far());
        page.Act(() => page.Find("#within").Input("74"));
        Assert.Equal("within 74 bits", Far());
        Assert.Equal($"/?picture={ids[3]}", Address);
        page.Act(() => page.Find("#within").Change("70"));
        Assert.EndsWith("within=70", Address);
        page.WaitForAssertion(() => Assert.Equal("within 70 bits", Far()));
    }

    [Fact]
    public async Task A_file_that_gave_no_picture_and_a_word_are_no_queries_and_it_says_why()
    {
        Folder.Write("broken.jpg", [.. Some.Jpeg(1)[..300]]);
        await Services.GetRequiredService<Importer>().ImportAsync([Folder["broken.jpg"]], Services.GetRequiredService<LiveModel>().Current.Encoder, cancel: Xunit.TestContext.Current.CancellationToken);
        var page = Open("/?picture=1");
        page.WaitForAssertion(() => Assert.Contains("broken.jpg' gives no picture", page.Find(".notice").TextContent));
        Assert.Contains("'abc' is none", Open("/?picture=abc").Find(".notice").TextContent);
    }

    [Fact]
    public async Task A_hit_leads_to_the_search_from_it_with_the_same_length()
    {
        var ids = await ImportAsync(6);
        var page = Open($"/?picture={ids[0]}&bits=32");
        page.WaitForAssertion(() => Assert.Equal(5, page.FindAll("a.picture").Count));
        Assert.All(page.FindAll("a.picture"), link => Assert.Contains("bits=32", link.GetAttribute("href")));
    }

    [Fact]
    public async Task The_sliders_and_the_switch_stand_in_the_address()
    {
        var ids = await ImportAsync(6);
        var page = Open($"/?picture={ids[0]}");
        page.Act(() => page.Find("#count").Change("48"));
        page.WaitForAssertion(() => Assert.Equal("48", page.Find("#count").GetAttribute("value")));
        page.Act(() => page.Find("#within").Change("100"));
        page.WaitForAssertion(() => Assert.Equal("100", page.Find("#within").GetAttribute("value")));
        page.Act(() => page.Find("input[name=bits][value='128']").Change("128"));
        page.WaitForAssertion(() => Assert.Equal("50", page.Find("#within").GetAttribute("value")));
        Assert.Contains("k=48", Address);
        Assert.Contains("within=50", Address);
        Assert.Contains("bits=128", Address);
    }

    [Fact]
    public async Task Hits_can_be_of_one_label_only()
    {
        var ids = await ImportAsync(9);
        var page = Open($"/?picture={ids[0]}");
        page.WaitForAssertion(() => Assert.Equal(["even", "odd"], page.FindAll("datalist option").Select(option => option.GetAttribute("value"))));
        page.Act(() => page.Find("#label").Change("odd"));
        page.WaitForAssertion(() => Assert.Contains("The 4 nearest of those called 'odd'", page.Markup));
        Assert.All(page.FindAll(".grid .caption > a:not(.compare)"), name => Assert.True(int.Parse(name.TextContent[..2]) % 2 == 1));
        Assert.Contains("label=odd", Address);
        Assert.All(page.FindAll("a.picture"), hit => Assert.Contains("label=odd", hit.GetAttribute("href")));

        page.Act(() => page.Find("#label").Change("nothing"));
        page.WaitForAssertion(() => Assert.Contains("No picture is called 'nothing'", page.Markup));
        page.Act(() => page.Find(".notice button").Click());
        page.WaitForAssertion(() => Assert.DoesNotContain("label=", Address));

        page.Act(() => page.Find("#label").Change("ODD"));
        page.WaitForAssertion(() => Assert.Contains("Some are called 'odd'", page.Markup));
        page.Act(() => page.FindAll(".notice button")[1].Click());
        page.WaitForAssertion(() => Assert.Contains("The 4 nearest of those called 'odd'", page.Markup));
    }

    [Fact]
    public async Task The_picture_itself_is_none_of_those_it_is_compared_with()
    {
        var ids = await ImportAsync(10);
        var page = Open($"/?picture={ids[3]}&k=6");
        page.WaitForAssertion(() => Assert.Contains("The 6 nearest of 9.", page.Markup));
    }

    [Fact]
    public async Task A_verdict_that_cannot_be_written_is_said_and_the_search_stays()
    {
        var ids = await ImportAsync(4);
        var page = Open($"/?picture={ids[0]}");
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll(".grid li").Count));
        Services.GetRequiredService<LibraryDatabase>().Write(connection =>
            connection.Execute("CREATE TRIGGER full BEFORE INSERT ON verdicts BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"));
        await page.InvokeAsync(() => page.FindAll(".grid li")[0].KeyDownAsync(new KeyboardEventArgs { Key = "a" }));
        page.WaitForAssertion(() => Assert.Contains("the disk is full", page.Find("section > [role=status]").TextContent));
        Assert.Equal(3, page.FindAll(".grid li").Count);
    }

    [Fact]
    public async Task A_radius_that_holds_nothing_can_be_let_go()
    {
        var ids = await ImportAsync(4);
        var page = Open($"/?picture={ids[0]}&within=0");
        page.WaitForAssertion(() => Assert.Contains("No picture lies within 0 of 256 bits", page.Markup));
        page.Act(() => page.Find(".notice button").Click());
        page.WaitForAssertion(() => Assert.DoesNotContain("within", Address));
    }

    [Theory]
    [InlineData("/?picture=4711", "The library has no picture 4711")]
    [InlineData("/?upload=0123456789abcdef", "drop it once more")]
    public void A_query_that_is_gone_is_said(string address, string sentence) =>
        Assert.Contains(sentence, Open(address).Find(".notice").TextContent);

    [Fact]
    public async Task A_key_says_that_a_hit_is_alike_and_a_button_takes_it_back()
    {
        var ids = await ImportAsync(4);
        var verdicts = Services.GetRequiredService<VerdictStore>();
        var page = Open($"/?picture={ids[0]}");
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll(".grid li").Count));
        await page.InvokeAsync(() => page.FindAll(".grid li")[0].KeyDownAsync(new KeyboardEventArgs { Key = "a" }));
        await page.InvokeAsync(() => page.FindAll(".grid li")[1].KeyDownAsync(new KeyboardEventArgs { Key = "n" }));
        await page.InvokeAsync(() => page.FindAll(".grid li")[2].KeyDownAsync(new KeyboardEventArgs { Key = "n", CtrlKey = true }));
        Assert.Equal([false, true], verdicts.Of(ids[0]).Values.Order());
        Assert.Equal("true", page.FindAll(".grid li")[0].QuerySelector(".verdict button")!.GetAttribute("aria-pressed"));

        await page.InvokeAsync(() => page.FindAll(".grid li")[0].QuerySelector(".verdict button")!.ClickAsync(new MouseEventArgs()));
        Assert.Equal([false], verdicts.Of(ids[0]).Values);
    }

    [Fact]
    public async Task A_search_with_a_file_of_ones_own_asks_for_no_verdict()
    {
        await ImportAsync(4);
        var query = Services.GetRequiredService<QueryPictures>().Add("mine", Some.Jpeg(1), Xunit.TestContext.Current.CancellationToken);
        var page = Open($"/?upload={query.Id}");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".grid li")));
        Assert.Empty(page.FindAll(".verdict"));
        Assert.Equal($"/upload/{query.Id}/code", page.Find(".ways a").GetAttribute("href"));
    }

    [Fact]
    public async Task The_code_of_a_dropped_picture_is_made_once_however_its_search_is_changed()
    {
        await ImportAsync(4);
        var queries = Services.GetRequiredService<QueryPictures>();
        var query = queries.Add("mine", Some.Jpeg(1), Xunit.TestContext.Current.CancellationToken);
        var code = queries.EncodeAsync(query);
        await code;
        Assert.Same(code, queries.EncodeAsync(query));

        var live = Services.GetRequiredService<LiveModel>();
        live.Use(Models.Import(Some.Model(Folder, "other")));
        Assert.NotSame(code, queries.EncodeAsync(query));
        var anew = await queries.EncodeAsync(query);
        Assert.Same(live.Current, anew.Model);
    }

    [Fact]
    public void The_latest_searches_are_kept_and_the_oldest_let_go()
    {
        var queries = Services.GetRequiredService<QueryPictures>();
        var first = queries.Add("first", Some.Jpeg(0), Xunit.TestContext.Current.CancellationToken);
        Assert.Equal(first with { Name = "again" }, queries.Add("again", Some.Jpeg(0), Xunit.TestContext.Current.CancellationToken));
        var second = queries.Add("second", Some.Jpeg(1), Xunit.TestContext.Current.CancellationToken);
        for (var i = 2; i < 500; i++) queries.Add($"{i}", Some.Jpeg(i), Xunit.TestContext.Current.CancellationToken);
        Assert.NotNull(queries.Find(first.Id));
        queries.Add("one more", Some.Jpeg(500), Xunit.TestContext.Current.CancellationToken);
        Assert.Null(queries.Find(second.Id));
        Assert.NotNull(queries.Find(first.Id));   // it was looked at since
    }
}
