using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImageCodes.Tests.Browser;

/// <summary>Where the focus goes, in a real Chromium.</summary>
public sealed class KeyboardTests(Chromium chromium)
{
    [Fact]
    public async Task The_first_link_leads_past_the_head_to_the_page()
    {
        await using var window = await chromium.OpenAsync("/about");
        await window.Page.EvaluateAsync("document.activeElement.blur()");   // from the title, where each page begins
        await window.Page.Locator(".skip").FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page.Locator("#main")).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("Tab");
        Assert.True(await window.Page.EvaluateAsync<bool>("document.querySelector('#main').contains(document.activeElement)"));
    }

    [Fact]
    public async Task A_question_and_its_answer_keep_the_focus_where_they_are()
    {
        await using var window = await chromium.OpenAsync("/import");
        ILocator Button(string name) => window.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
        await PressUntilAsync(Button("Take the samples out …"), Button("Take them out"));
        await Expect(Button("Take them out")).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("Tab");
        await Expect(Button("Keep")).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(Button("Take the samples out …")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task What_is_kept_after_all_gives_the_focus_back_to_what_asked()
    {
        await using var window = await chromium.OpenAsync("/picture/1");
        ILocator Button(string name) => window.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
        await PressUntilAsync(Button("Delete …"), Button("Keep"));
        await Button("Keep").PressAsync("Enter");
        await Expect(Button("Keep")).ToHaveCountAsync(0);
        await Expect(Button("Delete …")).ToBeFocusedAsync();
    }

    /// <summary>Presses a button by the keyboard. A page that has just opened may not answer yet, or take the focus to its title.</summary>
    private static async Task PressUntilAsync(ILocator button, ILocator answer)
    {
        for (var tries = 0; tries < 5 && await answer.CountAsync() == 0; tries++)
        {
            await button.PressAsync("Enter");
            for (var looks = 0; looks < 50 && await answer.CountAsync() == 0; looks++) await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_key_that_is_held_judges_once()
    {
        await using var window = await chromium.OpenAsync("/?picture=20");
        var hit = window.Page.Locator("li", new() { Has = window.Page.Locator("a.picture") }).Nth(5);
        await hit.Locator("a.picture").FocusAsync();
        for (var repeats = 0; repeats < 4; repeats++) await window.Page.Keyboard.DownAsync("a");
        await window.Page.Keyboard.UpAsync("a");
        await Expect(window.Page.Locator("[role=status]", new() { HasTextString = "is alike." })).ToHaveCountAsync(1);
        await Expect(hit.GetByRole(AriaRole.Button, new() { Name = "alike", Exact = true })).ToHaveAttributeAsync("aria-pressed", "true");
        await window.Page.Keyboard.PressAsync("A");
        await Expect(hit.GetByRole(AriaRole.Button, new() { Name = "alike", Exact = true })).ToHaveAttributeAsync("aria-pressed", "false");
    }
}
