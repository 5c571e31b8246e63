using Bunit;
using ImageCodes.Web.Components.Pages;

namespace ImageCodes.Tests.Components.Pages;

public sealed class ErrorPageTests : PageContext
{
    [Fact]
    public void It_says_where_to_look() => Assert.Contains("Its log says why", Render<ErrorPage>().Find("[role=alert]").TextContent);
}
