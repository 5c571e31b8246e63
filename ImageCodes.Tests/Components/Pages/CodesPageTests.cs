using Bunit;
using ImageCodes.Web.Components.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Components.Pages;

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
