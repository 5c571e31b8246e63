using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImageCodes.Tests.Browser;

/// <summary>What a person does with a page that is drawn already and does not answer yet.</summary>
public sealed class EarlyTests(Chromium chromium)
{
    private byte[] Sample(string kind, int number) => File.ReadAllBytes(chromium.Folder[$"library/samples/{kind}/{kind}-{number:000}.jpg"]);

    [Fact]
    public async Task What_is_typed_early_stays_and_one_types_on()
    {
        await using var window = await chromium.OpenAsync();
        var goOn = await window.GoToUnansweredAsync("/import");
        await window.Page.Locator("#folder").ClickAsync();
        await window.Page.Keyboard.TypeAsync("/srv/pho");
        await window.Page.GetByRole(AriaRole.Checkbox).CheckAsync();
        await window.Page.Locator("#folder").FocusAsync();
        await goOn();
        await Expect(window.Page.Locator("#folder")).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("End");
        await window.Page.Keyboard.TypeAsync("tos");
        await Expect(window.Page.Locator("#folder")).ToHaveValueAsync("/srv/photos");
        await Expect(window.Page.GetByRole(AriaRole.Checkbox)).ToBeCheckedAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("/srv/photos");
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task What_is_sent_early_is_answered()
    {
        await using var window = await chromium.OpenAsync();
        var goOn = await window.GoToUnansweredAsync("/import");
        await window.Page.Locator("#folder").FillAsync("/srv/photos");
        await window.Page.Locator("#folder").PressAsync("Enter");
        await goOn();
        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("/srv/photos");
    }

    [Fact]
    public async Task What_is_sent_and_not_answered_for_long_is_said_and_answered_in_the_end()
    {
        await using var window = await chromium.OpenAsync();
        var goOn = await window.GoToUnansweredAsync("/import");
        await window.Page.Locator("#folder").FillAsync("/srv/photos");
        await window.Page.Locator("#folder").PressAsync("Enter");
        var dead = window.Page.Locator("#blazor-error-ui");
        await Expect(dead).ToBeHiddenAsync();
        await Expect(dead).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await goOn();
        await Expect(dead).ToBeHiddenAsync();
        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("/srv/photos");
    }

    [Theory]
    [InlineData("chosen")]
    [InlineData("dropped")]
    [InlineData("pasted")]
    public async Task A_picture_that_comes_early_is_searched_with(string how)
    {
        await using var window = await chromium.OpenAsync();
        var goOn = await window.GoToUnansweredAsync("/");
        var (name, content) = ($"{how}.jpg", Sample("fruit", 3));
        await (how switch
        {
            "chosen" => window.Page.SetInputFilesAsync("#query-file", new FilePayload { Name = name, MimeType = "image/jpeg", Buffer = content }),
            "dropped" => window.DropAsync(".drop", (name, content)),
            _ => window.PasteAsync(name, content),
        });
        await goOn();
        await Expect(window.Page.Locator("figcaption")).ToContainTextAsync(name);
        await Expect(window.Page.Locator(".distance").First).ToContainTextAsync("0 of");
        Assert.Empty(window.Errors);
    }

    [Theory]
    [InlineData("dropped")]
    [InlineData("pasted")]
    public async Task A_picture_that_comes_before_the_box_listens_is_searched_with(string how)
    {
        await using var window = await chromium.OpenAsync();
        var goOn = await window.GoToUnansweredAsync("/", held: "**/query-box*.js");
        await window.Page.Locator("html[data-answers]").WaitForAsync();
        var (name, content) = ($"{how}.jpg", Sample("fruit", 3));
        await (how == "dropped" ? window.DropAsync(".drop", (name, content)) : window.PasteAsync(name, content));
        await goOn();
        await Expect(window.Page.Locator("figcaption")).ToContainTextAsync(name);
        await Expect(window.Page.Locator(".distance").First).ToContainTextAsync("0 of");
    }

    [Fact]
    public async Task Files_that_are_chosen_early_are_sent()
    {
        await using var window = await chromium.OpenAsync();
        var goOn = await window.GoToUnansweredAsync("/import");
        await window.Page.Locator("input[multiple]").SetInputFilesAsync(new FilePayload { Name = "film.mp4", MimeType = "video/mp4", Buffer = [1, 2, 3] });
        await goOn();
        await Expect(window.Page.Locator(".drop [data-status]")).ToContainTextAsync("film.mp4 is no picture by its name");
    }

    [Fact]
    public async Task A_file_that_changed_since_it_was_chosen_costs_itself_and_names_are_kept_with_their_quotation_marks_and_accents_in_one_letter()
    {
        using var folder = new TemporaryFolder();
        string[] chosen = [folder.Write("12\" cover cafe\u0301 100%22.jpg", Some.Jpeg(8_100)), folder.Write("changing.jpg", Some.Jpeg(8_101))];
        await using var window = await chromium.OpenAsync();
        var goOn = await window.GoToUnansweredAsync("/import");
        await window.Page.Locator("input[multiple]").First.SetInputFilesAsync(chosen);
        // The browser looks at a file's time when it is first asked for it.
        await window.Page.Locator("input[multiple]").First.EvaluateAsync("input => [...input.files].map(file => file.lastModified)");
        folder.Write("changing.jpg", [.. Some.Jpeg(8_101), 0, 0]);
        File.SetLastWriteTimeUtc(chosen[1], DateTime.UtcNow.AddMinutes(-1));   // the browser compares whole seconds
        await goOn();
        await Expect(window.Page.Locator(".drop [data-status]")).ToContainTextAsync("1 file sent. Left out: changing.jpg cannot be read");
        // Other tests import into this library, too.
        await Expect(window.Page.Locator("article", new() { HasText = "1 imported, 0 unchanged, 0 failed" })).ToBeVisibleAsync();
        await window.GoToAsync("/library?name=cover");
        await Expect(window.Page.GetByAltText("12\" cover caf\u00e9 100%22.jpg")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_file_dropped_beside_the_box_does_not_take_the_place_of_the_page()
    {
        await using var window = await chromium.OpenAsync("/import");
        await window.DropAsync("h1", ("film.mp4", [1, 2, 3]));
        await Expect(window.Page.Locator(".drop [data-status]")).ToContainTextAsync("film.mp4 is no picture by its name");
    }
}
