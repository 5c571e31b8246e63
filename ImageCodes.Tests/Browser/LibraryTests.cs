using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImageCodes.Tests.Browser;

/// <summary>A person imports pictures and looks at all of them, in a real Chromium. One after the other: imports move the map.</summary>
public sealed class LibraryTests(Chromium chromium)
{
    [Fact]
    public async Task Files_dropped_on_the_import_page_are_imported_while_one_watches()
    {
        await using var window = await chromium.OpenAsync("/import");
        await window.DropAsync(
            ".drop", ("new-one.jpg", Some.Jpeg(8_001)), ("new-two.jpg", Some.Jpeg(8_002)), ("broken.jpg", [1, 2, 3]), ("film.mp4", [1, 2, 3]));
        await Expect(window.Page.Locator(".drop [data-status]")).ToContainTextAsync("Left out: film.mp4 is no picture by its name.");
        // Other tests import into this library, too.
        var card = window.Page.Locator("article", new() { HasText = "2 imported, 0 unchanged, 1 failed" });
        await Expect(card.Locator(".state")).ToHaveTextAsync("completed");
        await card.Locator("summary").ClickAsync();
        await Expect(card.Locator("table")).ToContainTextAsync("broken.jpg");
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task Who_is_signed_out_while_files_are_sent_is_told_what_to_do()
    {
        await using var window = await chromium.OpenAsync("/import");
        await window.Page.RouteAsync("**/api/uploads/**", route => route.FulfillAsync(new() { Status = 401 }));
        await window.DropAsync(".drop", ("new-three.jpg", Some.Jpeg(8_003)));
        await Expect(window.Page.Locator(".drop [data-status]")).ToHaveTextAsync(
            "Sending stopped. You are signed out: sign in again in another tab, then try once more. Drop the rest again. "
                + "What arrived is not imported yet.");
    }

    [Fact]
    public async Task A_folder_of_the_server_is_imported_and_found_in_the_library()
    {
        for (var i = 0; i < 30; i++) chromium.Folder.Write($"server pictures/{i:00}.jpg", Some.Jpeg(9_000 + i));
        await using var window = await chromium.OpenAsync("/import");
        await window.Page.FillAsync("#folder", chromium.Folder["server pictures"]);
        await window.Page.Keyboard.PressAsync("Enter");
        var card = window.Page.Locator("article", new PageLocatorOptions { HasText = "server pictures" });
        await Expect(card).ToContainTextAsync("30 of 30 files");
        await window.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Library" }).ClickAsync();
        await window.Page.Locator("nav a", new PageLocatorOptions { HasText = "server pictures" }).ClickAsync();
        await Expect(window.Page.Locator(".cell")).ToHaveCountAsync(30);
    }

    [Fact]
    public async Task The_library_draws_only_what_is_in_view()
    {
        await using var window = await chromium.OpenAsync("/library");
        await Expect(window.Page.Locator(".cell").First).ToBeVisibleAsync();
        Assert.InRange(await window.Page.Locator(".cell").CountAsync(), 10, 200);
        await window.Page.EvaluateAsync("scrollTo(0, document.body.scrollHeight)");
        await Expect(window.Page.Locator(".cell img[alt='planets-039.jpg']")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Pictures_of_the_map_are_drawn_around_and_a_click_stands_on_one()
    {
        await using var window = await chromium.OpenAsync("/map");
        var plane = window.Page.Locator(".plane[data-points]");
        await Expect(plane).ToBeVisibleAsync();
        await Expect(plane.Locator(".pictures img").First).ToBeVisibleAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Draw around pictures" }).ClickAsync();
        await Expect(window.Page.Locator(".plane.outlining")).ToBeVisibleAsync();
        var box = (await plane.BoundingBoxAsync())!;
        var (x, y) = (box.X + box.Width / 2, box.Y + box.Height / 2);
        var radius = box.Height / 2 - 10;
        await window.Page.Mouse.MoveAsync(x + radius, y);
        await window.Page.Mouse.DownAsync();
        for (var corner = 1; corner < 12; corner++)
            await window.Page.Mouse.MoveAsync(
                x + radius * MathF.Cos(corner * MathF.PI / 6), y + radius * MathF.Sin(corner * MathF.PI / 6), new() { Steps = 10 });
        await window.Page.Mouse.UpAsync();
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex(@"^\d+ pictures chosen$") })).ToBeVisibleAsync();
        Assert.InRange(await window.Page.Locator(".chosen .grid li").CountAsync(), 10, 60);
        var chosen = (await window.Page.Locator(".chosen h2").TextContentAsync())!.Split(' ')[0];

        // The first of the pictures over the plane lies on its own point. Where it lies may change while what was chosen is still being
        // drawn, on a machine that is busy
        // with other tests: then it is looked for, and clicked, again.
        for (var tries = 0; tries < 5 && !window.Page.Url.Contains("picture="); tries++)
        {
            var picture = (await plane.Locator(".pictures img").First.BoundingBoxAsync())!;
            await window.Page.Mouse.ClickAsync(picture.X + picture.Width / 2, picture.Y + picture.Height / 2, new() { Delay = 50 });
            try
            {
                await window.Page.WaitForURLAsync(new Regex("picture="), new() { Timeout = 15_000 });
            }
            catch (TimeoutException)
            {
                continue;
            }
        }

        await Expect(window.Page).ToHaveURLAsync(new Regex(@"picture=\d+"));
        await Expect(window.Page.Locator(".standing .near li")).ToHaveCountAsync(12);
        await Expect(plane.Locator("line").First).ToBeAttachedAsync();
        await Expect(plane.Locator(".pictures .here")).ToHaveCountAsync(1);
        await Expect(window.Page.Locator(".plane")).ToHaveAttributeAsync("data-chosen", chosen);
        await window.Page.GoBackAsync();
        await Expect(window.Page.Locator(".standing")).ToHaveCountAsync(0);
        await Expect(plane.Locator("line")).ToHaveCountAsync(0);
        await Expect(window.Page.Locator(".plane")).ToHaveAttributeAsync("data-chosen", chosen);

        // Who looks at another page and comes back finds them still chosen, and marked.
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Library" }).First.ClickAsync();
        await Expect(window.Page.Locator(".cell").First).ToBeVisibleAsync();
        await window.Page.GoBackAsync();
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = $"{chosen} pictures chosen" })).ToBeVisibleAsync();
        await Expect(window.Page.Locator(".plane")).ToHaveAttributeAsync("data-chosen", chosen);
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task The_map_is_moved_and_its_view_chosen_by_keys_alone()
    {
        await using var window = await chromium.OpenAsync("/map");
        var plane = window.Page.Locator(".plane[data-points]");
        await plane.FocusAsync();
        await window.Page.Keyboard.PressAsync(" ");
        await Expect(window.Page.Locator(".said")).ToContainTextAsync("chosen");
        var all = await window.Page.Locator(".said").TextContentAsync();
        for (var presses = 0; presses < 4; presses++) await window.Page.Keyboard.PressAsync("+");
        await window.Page.Keyboard.PressAsync("ArrowRight");
        await window.Page.Keyboard.PressAsync(" ");
        await Expect(window.Page.Locator(".said")).Not.ToHaveTextAsync(all!);

        // What lies nearest to the middle is pointed at, and stood on. Its name is read when no key points at another any more.
        await window.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(plane.Locator(".hover")).ToBeVisibleAsync();   // hidden by the key before, with the name that it had
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(plane.Locator(".hover")).ToBeHiddenAsync();
        await Expect(plane.Locator(".hover figcaption")).ToHaveTextAsync(new Regex(@"\.jpg$"));
        var name = await plane.Locator(".hover figcaption").TextContentAsync();
        await Expect(window.Page.Locator(".standing h2")).ToHaveTextAsync(name!);
        Assert.Empty(window.Errors);
    }
}
