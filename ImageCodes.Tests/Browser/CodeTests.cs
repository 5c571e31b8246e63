using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImageCodes.Tests.Browser;

/// <summary>A person looks into codes, in a real Chromium.</summary>
public sealed class CodeTests(Chromium chromium)
{
    [Fact]
    public async Task A_bit_is_flipped_by_keys_and_drawn_anew()
    {
        await using var window = await chromium.OpenAsync("/picture/5/code?unit=24");
        var drawn = window.Page.Locator("figure img").Nth(2);
        var before = await drawn.GetAttributeAsync("src");
        await window.Page.Locator("[role=listbox]").FocusAsync();
        await window.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Bit 25", Exact = true })).ToBeVisibleAsync();
        var scrolled = await window.Page.EvaluateAsync<double>("scrollY");
        await window.Page.Keyboard.PressAsync(" ");
        await Expect(window.Page.Locator(".flipped")).ToHaveCountAsync(1);
        Assert.NotEqual(before, await drawn.GetAttributeAsync("src"));
        await Expect(window.Page.Locator(".distance").First).ToHaveTextAsync("1 of 256 bits");   // the picture itself
        Assert.Equal(64, await drawn.EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)"));
        Assert.Equal(scrolled, await window.Page.EvaluateAsync<double>("scrollY"));

        await window.Page.Locator("#bit-3").ClickAsync();
        await Expect(window.Page.Locator(".flipped")).ToHaveCountAsync(2);
        Assert.Contains("flip=3,25", Uri.UnescapeDataString(window.Page.Url));

        // Keys in a hurry: none is lost.
        await window.Page.Locator("[role=listbox]").FocusAsync();
        foreach (var key in Enumerable.Repeat(new[] { "ArrowRight", " " }, 20).SelectMany(keys => keys).Prepend("Home"))
            await window.Page.Keyboard.PressAsync(key);
        var flipped = Enumerable.Range(1, 20).Except([3]).Append(25).ToList();   // 3 was flipped before, and is back
        await Expect(window.Page).ToHaveURLAsync(new Regex($"flip={string.Join("%2C", flipped)}&unit=20$|unit=20&flip={string.Join("%2C", flipped)}$"));
        await Expect(window.Page.Locator(".flipped")).ToHaveCountAsync(flipped.Count);   // the address may be ahead of what is drawn
        Assert.Equal(flipped.Select(bit => $"bit-{bit}"), await window.Page.Locator(".flipped").EvaluateAllAsync<string[]>("bits => bits.map(bit => bit.id)"));

        // The bit above and below is the one that is seen there.
        await window.Page.Keyboard.PressAsync("Home");
        await Expect(window.Page.Locator(".chosen")).ToHaveIdAsync("bit-0");
        foreach (var key in new[] { "ArrowDown", "ArrowRight", "ArrowDown", "ArrowUp", "ArrowUp" }) await window.Page.Keyboard.PressAsync(key);
        await Expect(window.Page.Locator(".chosen")).ToHaveIdAsync("bit-1");
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task One_walks_from_shell_to_shell_and_back()
    {
        await using var window = await chromium.OpenAsync("/picture/5/neighbours?bits=64");
        await Expect(window.Page.Locator(".ball .told")).ToContainTextAsync("of 64.");
        Assert.NotEqual(0, await window.Page.Locator(".shell a.picture").CountAsync());
        await window.Page.Locator(".shell a.picture").First.ClickAsync();
        await Expect(window.Page.Locator(".trail a")).ToHaveCountAsync(1);
        Assert.Contains("trail=5", window.Page.Url);
        await window.Page.GoBackAsync();
        await Expect(window.Page.Locator(".trail")).ToHaveCountAsync(0);
        await window.Page.GoForwardAsync();
        await Expect(window.Page.Locator(".trail a")).ToHaveCountAsync(1);
        await window.Page.GoBackAsync();
        await Expect(window.Page.Locator(".trail")).ToHaveCountAsync(0);

        // The shells hold what is said of the ball, and a larger ball holds more.
        var before = await PicturesInShellsAsync();
        await window.Page.GetByRole(AriaRole.Slider, new() { Name = "Radius in bits" }).PressAsync("End");
        await Expect(window.Page).ToHaveURLAsync(new Regex("radius=32"));
        await Expect(window.Page.Locator(".ball .told")).ToContainTextAsync("within 32 bits");
        var after = await PicturesInShellsAsync();
        Assert.True(after > before, $"{before} pictures within fewer bits, {after} within 32");
        await window.Page.GetByLabel("One bit less").ClickAsync();
        await Expect(window.Page.Locator(".ball .told")).ToContainTextAsync("within 31 bits");
        Assert.InRange(await PicturesInShellsAsync(), before, after);
        Assert.Empty(window.Errors);

        async Task<int> PicturesInShellsAsync()
        {
            // Both of one moment, since the page may count once more; and of one when it is not counting.
            var told = await window.Page.WaitForFunctionAsync(
                """
                () => {
                  const number = part => Number(part.textContent.match(/[0-9][0-9,]*/)?.[0].replaceAll(",", ""));
                  const told = number(document.querySelector(".ball .told"));
                  return told === [...document.querySelectorAll(".shell h2 small")].map(number).reduce((sum, count) => sum + count, 0) && told;
                }
                """);
            return await told.JsonValueAsync<int>();
        }
    }
}
