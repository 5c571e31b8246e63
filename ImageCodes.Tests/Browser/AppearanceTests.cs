using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImageCodes.Tests.Browser;

/// <summary>How pages look: to who sees little, in the dark, on small screens, elsewhere in the world.</summary>
public sealed class AppearanceTests(Chromium chromium)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/?picture=1&within=100")]
    [InlineData("/library")]
    [InlineData("/picture/1")]
    [InlineData("/import")]
    [InlineData("/models")]
    [InlineData("/verdicts")]
    [InlineData("/codes")]
    [InlineData("/map?picture=5")]
    [InlineData("/picture/5/code")]
    [InlineData("/picture/5/neighbours")]
    [InlineData("/picture/5/with/9")]
    [InlineData("/lab")]
    [InlineData("/about")]
    [InlineData("/not-found")]
    public async Task No_page_has_serious_accessibility_findings_light_or_dark(string path)
    {
        await using var window = await chromium.OpenAsync(path);
        await Expect(window.Page.Locator("h1")).ToBeAttachedAsync();
        if (path.StartsWith("/map")) await window.Page.Locator(".plane[data-points]").WaitForAsync();
        // What is closed is not looked at.
        await window.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");
        Assert.Empty(await window.SeriousFindingsAsync());
        Assert.DoesNotMatch(@"\w@[a-z(]", await window.Page.Locator("body").InnerTextAsync());   // code right after a word is text to Razor
        await window.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await window.Page.WaitForTimeoutAsync(300);   // longer than colours take to change
        Assert.Empty(await window.SeriousFindingsAsync("color-contrast", "link-in-text-block"));   // what colours decide
    }

    [Theory]
    [InlineData(700)]
    [InlineData(768)]
    [InlineData(834)]
    [InlineData(961)]
    public async Task On_a_tablet_the_head_is_no_wider_than_the_screen(int width)
    {
        await using var window = await chromium.OpenAsync("/about");
        await window.Page.SetViewportSizeAsync(width, 1_000);
        Assert.True(await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width);
        await Expect(window.Page.Locator("[data-theme-toggle]")).ToBeInViewportAsync(new() { Ratio = 1 });
    }

    [Fact]
    public async Task On_a_telephone_no_page_is_wider_than_the_screen()
    {
        await using var window = await chromium.OpenAsync("/");
        await window.Page.SetViewportSizeAsync(360, 740);
        foreach (var path in new[] { "/", "/?picture=1", "/library", "/picture/1", "/picture/5/code", "/picture/5/neighbours", "/picture/5/with/9", "/import", "/models", "/codes", "/map?picture=5", "/lab", "/about" })
        {
            await window.GoToAsync(path);
            Assert.True(await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 360, path);
        }
    }

    [Fact]
    public async Task Dark_follows_the_system_and_the_button_switches_and_is_remembered()
    {
        await using var window = await chromium.OpenAsync("/", ColorScheme.Dark);
        Task<string> Background() => window.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        Assert.Equal("rgb(20, 22, 26)", await Background());
        await window.Page.Locator("[data-theme-toggle]").ClickAsync();
        Assert.Equal("rgb(253, 252, 250)", await Background());
        await window.GoToAsync("/about");
        Assert.Equal("rgb(253, 252, 250)", await Background());
    }

    [Fact]
    public async Task Times_are_those_of_who_looks()
    {
        await using var window = await chromium.OpenAsync("/picture/1");
        var time = window.Page.Locator("local-time");
        var at = DateTime.Parse((await time.GetAttributeAsync("datetime"))!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
        Assert.Equal($"{at.AddHours(9):yyyy-MM-dd HH:mm}", await time.EvaluateAsync<string>("time => time.shadowRoot.textContent"));
    }
}
