using Bunit;
using ImageCodes.Web.Components.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Components.Pages;

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
