using Bunit;
using ImageCodes.Web.Components.Pages;

namespace ImageCodes.Tests.Components.Pages;

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
