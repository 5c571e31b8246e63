using System.Text.RegularExpressions;
using ImageCodes.Tests.Access;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImageCodes.Tests.Browser;

/// <summary>Signed in and out in a browser, in more than one tab.</summary>
public sealed partial class SignInTests(Chromium chromium, GuardedServer guarded) : IClassFixture<GuardedServer>
{
    [Fact]
    public async Task A_link_from_elsewhere_opens_its_page_and_to_sign_out_in_one_tab_signs_out_the_others()
    {
        await using var window = await chromium.OpenAsync("/about");   // on another server
        var page = await window.Page.Context.NewPageAsync();
        await page.GotoAsync($"{guarded.Running.Address}/sign-in?to=/about");
        await page.FillAsync("#password", GuardedServer.Password);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(About());

        // One site, whatever its port, but for the name.
        var elsewhere = new UriBuilder(window.Page.Url) { Host = window.Page.Url.Contains("localhost") ? "127.0.0.1" : "localhost" };
        await window.GoToAsync(elsewhere.ToString());
        await window.Page.EvaluateAsync(
            """
            address => {
              const link = document.createElement("a");
              link.href = address;
              document.body.append(link);
              link.click();
            }
            """,
            $"{guarded.Running.Address}/library");
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Library");
        await window.Page.WaitForLoadStateAsync(LoadState.Load);   // its scripts listen to the other page

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign out" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(SignIn());
        await Expect(window.Page).ToHaveURLAsync(SignIn());
    }

    [GeneratedRegex("/about$")]
    private static partial Regex About();

    [GeneratedRegex("/sign-in")]
    private static partial Regex SignIn();
}
