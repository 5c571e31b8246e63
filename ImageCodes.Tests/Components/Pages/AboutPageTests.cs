using Bunit;
using ImageCodes.Web.Components.Pages;

namespace ImageCodes.Tests.Components.Pages;

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
