using Bunit;
using ImageCodes.Web.Components.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Components.Pages;

public sealed class NotFoundPageTests : PageContext
{
    [Fact]
    public void It_leads_to_the_other_pages() =>
        Assert.Equal(["/", "/library", "/import"], Render<NotFoundPage>().FindAll("a").Select(link => link.GetAttribute("href")));
}
