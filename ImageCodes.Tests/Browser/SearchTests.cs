using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImageCodes.Tests.Browser;

/// <summary>A person searches, in a real Chromium.</summary>
public sealed partial class SearchTests(Chromium chromium)
{
    private byte[] Sample(string kind, int number) => File.ReadAllBytes(chromium.Folder[$"library/samples/{kind}/{kind}-{number:000}.jpg"]);

    [GeneratedRegex(@"^0 of 256 bits$")]
    private static partial Regex Exact();

    [Fact]
    public async Task A_dropped_picture_finds_itself_first()
    {
        await using var window = await chromium.OpenAsync("/");
        await window.DropAsync(".drop", ("dropped.jpg", Sample("fruit", 3)));
        await Expect(window.Page.Locator("figcaption")).ToContainTextAsync("dropped.jpg");
        await Expect(window.Page.Locator(".distance").First).ToHaveTextAsync(Exact());
        await Expect(window.Page.Locator("li a.picture")).ToHaveCountAsync(24);
        Assert.Contains("upload=", window.Page.Url);

        await window.ReloadAsync();
        await Expect(window.Page.Locator(".distance").First).ToHaveTextAsync(Exact());
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task A_pasted_picture_is_searched_with()
    {
        await using var window = await chromium.OpenAsync("/");
        await window.PasteAsync("pasted.jpg", Sample("planets", 1));
        await Expect(window.Page.Locator(".distance").First).ToHaveTextAsync(Exact());
        await Expect(window.Page.Locator("figcaption")).ToContainTextAsync("pasted.jpg");
    }

    [Fact]
    public async Task A_chosen_file_that_is_no_picture_is_a_sentence()
    {
        await using var window = await chromium.OpenAsync("/");
        await window.Page.SetInputFilesAsync("#query-file", new FilePayload { Name = "text.jpg", MimeType = "image/jpeg", Buffer = "hello"u8.ToArray() });
        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("no picture that is read here");

        await window.Page.Locator("#query-url").FillAsync("http://127.0.0.1/a.jpg");
        await window.Page.Locator("#query-url").PressAsync("Enter");
        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("only public addresses");
        await Expect(window.Page.Locator("#query-url")).ToHaveValueAsync("http://127.0.0.1/a.jpg");

        await window.Page.SetInputFilesAsync("#query-file", new FilePayload { Name = "fruit.jpg", MimeType = "image/jpeg", Buffer = Sample("fruit", 3) });
        await Expect(window.Page.Locator("figcaption")).ToContainTextAsync("fruit.jpg");
        await Expect(window.Page.Locator(".box [data-problem]")).ToBeEmptyAsync();
    }

    [Fact]
    public async Task A_picture_that_comes_late_leaves_a_newer_search_alone()
    {
        await using var window = await chromium.OpenAsync("/?picture=1&k=12");
        var goOn = new TaskCompletionSource();
        await window.Page.RouteAsync("**/api/queries*", async route =>
        {
            await goOn.Task;
            await route.ContinueAsync();
        });
        await window.DropAsync(".drop", ("late.jpg", Sample("fruit", 3)));
        await Expect(window.Page.Locator(".box [data-status]")).ToContainTextAsync("Reading late.jpg");
        await window.Page.Locator("li a.picture").Nth(2).ClickAsync();
        await window.Page.WaitForURLAsync(new Regex("picture=(?!1&)"));
        goOn.SetResult();
        await Expect(window.Page.Locator(".box [data-status]")).ToBeEmptyAsync();
        Assert.DoesNotContain("upload", window.Page.Url);
        await Expect(window.Page.Locator("h1")).ToBeFocusedAsync();   // as it is on each new search

        // The same search, set otherwise, is no newer one.
        goOn = new TaskCompletionSource();
        await window.DropAsync(".drop", ("late.jpg", Sample("fruit", 3)));
        await window.Page.Locator("#count").FocusAsync();
        await window.Page.Keyboard.PressAsync("Home");
        await Expect(window.Page).ToHaveURLAsync(new Regex("k=6"));
        goOn.SetResult();
        await Expect(window.Page).ToHaveURLAsync(new Regex("upload=.*k=6|k=6.*upload="));
        await Expect(window.Page.Locator("figcaption")).ToContainTextAsync("late.jpg");
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task What_is_set_right_after_something_else_leaves_that_as_it_was_set()
    {
        await using var window = await chromium.OpenAsync("/?picture=1&k=12");
        await Expect(window.Page.Locator("li a.picture")).ToHaveCountAsync(12);
        // Before the server could tell the browser the address of the first.
        await window.Page.EvaluateAsync(
            """
            () => {
              const label = document.querySelector("#label");
              label.value = "fruit";
              label.dispatchEvent(new Event("change", { bubbles: true }));
              document.querySelector("input[name=bits][value='64']").click();
              const within = document.querySelector("#within");
              within.value = 128;
              within.dispatchEvent(new Event("change", { bubbles: true }));
            }
            """);
        await Expect(window.Page).ToHaveURLAsync(new Regex("within=32"));
        Assert.Contains("label=fruit", window.Page.Url);
        Assert.Contains("bits=64", window.Page.Url);
        await Expect(window.Page.Locator("#label")).ToHaveValueAsync("fruit");
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task A_deep_link_shows_the_search_and_a_hit_leads_on_and_back()
    {
        await using var window = await chromium.OpenAsync("/?picture=1&bits=64&k=12");
        await Expect(window.Page.Locator("li a.picture")).ToHaveCountAsync(12);
        await Expect(window.Page.Locator(".distance").First).ToContainTextAsync("of 64 bits");
        await window.Page.Locator("li a.picture").Nth(2).ClickAsync();
        await window.Page.WaitForURLAsync(new Regex("picture=(?!1&)"));
        await Expect(window.Page.Locator("li a.picture")).ToHaveCountAsync(12);
        await window.Page.GoBackAsync();
        await Expect(window.Page).ToHaveURLAsync(new Regex("picture=1&"));
    }

    [Fact]
    public async Task Another_search_begins_at_its_top_and_going_back_leads_to_where_one_was()
    {
        await using var window = await chromium.OpenAsync("/?picture=1&k=200");
        await Expect(window.Page.Locator("li a.picture")).ToHaveCountAsync(200);
        await window.Page.EvaluateAsync("scrollTo(0, 1500)");
        var at = await window.Page.EvaluateAsync<double>("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(scrollY))))");
        Assert.True(at > 1_000, $"{at}");
        // As it is seen, without being moved into view.
        await window.Page.Locator("li a.picture").Nth(150).EvaluateAsync("hit => hit.click()");
        await window.Page.WaitForURLAsync(new Regex("picture=(?!1&)"));
        await window.Page.WaitForFunctionAsync("scrollY === 0 && document.querySelectorAll('li a.picture').length === 200");
        await window.Page.GoBackAsync();
        await window.Page.WaitForFunctionAsync("at => Math.abs(scrollY - at) < 5 && document.querySelectorAll('li a.picture').length === 200", at);

        await window.GoToAsync("/library");
        await window.Page.WaitForFunctionAsync("document.body.scrollHeight > 4000");
        await window.Page.EvaluateAsync("scrollTo(0, 2000)");
        await window.Page.WaitForFunctionAsync("[...document.querySelectorAll('main img')].some(shown => shown.getBoundingClientRect().top > 0)");
        await window.Page.Locator("nav a[href='/map']").First.EvaluateAsync("link => link.click()");
        await window.Page.WaitForURLAsync("**/map");
        await window.Page.GoBackAsync();
        await window.Page.WaitForFunctionAsync("Math.abs(scrollY - 2000) < 5 && document.querySelector('main img')");
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task An_address_that_is_a_picture_itself_is_searched_with()
    {
        await using var window = await chromium.OpenAsync("/");
        await window.Page.Locator("#query-url").FocusAsync();
        await window.Page.EvaluateAsync(
            """
            address => {
              const transfer = new DataTransfer();
              transfer.setData("text/plain", address);
              document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }));
            }
            """,
            $"data:image/jpeg;base64,{Convert.ToBase64String(Sample("planets", 1))}");
        await Expect(window.Page.Locator(".distance").First).ToHaveTextAsync(Exact());
    }

    [Fact]
    public async Task Text_that_is_pasted_into_a_field_stays_there_though_it_comes_as_a_picture_too()
    {
        await using var window = await chromium.OpenAsync("/?picture=1");
        await window.Page.Locator("#label").FocusAsync();
        var isTaken = await window.Page.EvaluateAsync<bool>(
            """
            () => {
              const transfer = new DataTransfer();
              transfer.setData("text/plain", "cats");
              transfer.items.add(new File([new Uint8Array(8)], "cell.png", { type: "image/png" }));
              const paste = new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true });
              document.activeElement.dispatchEvent(paste);
              return paste.defaultPrevented;
            }
            """);
        Assert.False(isTaken);
        await Expect(window.Page.Locator(".box [data-status]")).ToBeEmptyAsync();
    }

    [Fact]
    public async Task The_sliders_are_moved_by_keys_and_the_address_follows()
    {
        await using var window = await chromium.OpenAsync("/?picture=1");
        await window.Page.Locator("#count").FocusAsync();
        await window.Page.Keyboard.PressAsync("Home");
        await Expect(window.Page).ToHaveURLAsync(new Regex("k=6"));
        await Expect(window.Page.Locator("li a.picture")).ToHaveCountAsync(6);
        await Expect(window.Page.Locator("#count")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task From_an_empty_box_the_keyboard_alone_reaches_a_search()
    {
        await using var window = await chromium.OpenAsync("/");
        for (var presses = 0; presses < 30; presses++)
        {
            await window.Page.Keyboard.PressAsync("Tab");
            if (await window.Page.EvaluateAsync<bool>("document.activeElement.matches('a.picture')")) break;
        }

        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page.Locator(".distance").First).ToBeVisibleAsync();
        await Expect(window.Page.Locator("h1")).ToBeFocusedAsync();

        await window.Page.Locator("li a.picture").Nth(3).FocusAsync();
        var before = window.Page.Url;
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page).Not.ToHaveURLAsync(before);
        await Expect(window.Page.Locator("h1")).ToBeFocusedAsync();   // not lost with the link that it was on
    }

    [Fact]
    public async Task A_verdict_is_given_by_one_key_and_is_there_after_a_reload()
    {
        await using var window = await chromium.OpenAsync("/?picture=5");
        var first = window.Page.Locator(".grid li").First;
        await first.Locator("a.picture").FocusAsync();
        await window.Page.Keyboard.PressAsync("n");
        var button = first.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "not alike" });
        await Expect(button).ToHaveAttributeAsync("aria-pressed", "true");
        await window.ReloadAsync();
        await Expect(button).ToHaveAttributeAsync("aria-pressed", "true");
        await button.ClickAsync();
        await Expect(button).ToHaveAttributeAsync("aria-pressed", "false");
        Assert.Empty(window.Errors);
    }
}
