using Bunit;
using ImageCodes.Web.Components.Pages;
using ImageCodes.Web.Search;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Components.Pages;

public sealed class CodePageTests : PageContext
{
    private IRenderedComponent<CodePage> Open(long id, string query)
    {
        Navigation.NavigateTo($"/picture/{id}/code{query}");
        var page = Render<CodePage>(parameters => parameters.Add(page => page.Id, id));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[role=listbox], .notice")));
        return page;
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
    public async Task A_slider_takes_the_unit_along_its_strip_and_farther_where_one_wants_to_see_what_it_turns()
    {
        var ids = await ImportAsync(2);
        var page = Open(ids[0], "?unit=7");
        Assert.Contains("unit=7&reach=1&", page.FindAll(".film")[0].GetAttribute("src"));
        Assert.Contains("unit=7&reach=8&", page.FindAll(".film")[1].GetAttribute("src"));
        var own = page.Find("#bit-7").ClassList.Contains("one") ? "+1" : "-1";
        Assert.Equal(["-1", $"unit 7 at {own}", "+1"], page.FindAll(".ends span").Select(end => end.TextContent));
        page.Act(() => page.Find(".turned input").Input("5"));
        Assert.Equal("What the decoder draws with unit 7 at +0.25", page.Find(".frame").GetAttribute("aria-label"));
        page.Act(() => page.Find(".farther input").Change(true));
        Assert.Equal($"What the decoder draws with unit 7 at {own}", page.Find(".frame").GetAttribute("aria-label"));
        Assert.Equal(["-8", $"unit 7 at {own}", "+8"], page.FindAll(".ends span").Select(end => end.TextContent));
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
    public void The_code_of_a_dropped_picture_is_looked_into_as_well()
    {
        var dropped = Services.GetRequiredService<QueryPictures>().Add("boats.jpg", Some.Jpeg(1), Xunit.TestContext.Current.CancellationToken);
        Navigation.NavigateTo($"/upload/{dropped.Id}/code?flip=3");
        var page = Render<CodePage>(parameters => parameters.Add(page => page.UploadId, dropped.Id));
        page.WaitForAssertion(() => Assert.Equal("boats.jpg", page.Find("h1 a").TextContent));
        Assert.Equal($"/?upload={dropped.Id}", page.Find("h1 a").GetAttribute("href"));
        Assert.Equal(["bit-3"], page.FindAll(".flipped").Select(bit => bit.Id));

        page.Act(() => page.Find("#bit-25").Click());
        page.Act(() => page.Find("#bit-7").Click());
        Assert.Equal($"/upload/{dropped.Id}/code?flip=3,7,25&unit=7", Uri.UnescapeDataString(Address));
    }

    [Fact]
    public void A_dropped_picture_that_was_let_go_is_said()
    {
        Navigation.NavigateTo("/upload/0123456789abcdef/code");
        var page = Render<CodePage>(parameters => parameters.Add(page => page.UploadId, "0123456789abcdef"));
        page.WaitForAssertion(() => Assert.Contains("drop it once more", page.Find(".notice").TextContent));
    }

    [Fact]
    public void A_picture_that_is_not_there_is_said() => Assert.Contains("has no picture 7", Open(7, "").Find(".notice").TextContent);
}
