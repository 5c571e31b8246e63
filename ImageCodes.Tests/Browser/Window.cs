using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ImageCodes.Tests.Browser;

/// <summary>A window of its own: nothing in it is shared with other tests.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public Window(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.PageError += (_, error) => Errors.Add(error);
    }

    public IPage Page { get; }

    /// <summary>What scripts threw.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Goes to a page and waits until it answers.</summary>
    public async Task GoToAsync(string path)
    {
        await Page.GotoAsync(path);
        await UntilItAnswersAsync();
    }

    /// <summary>Loads the page again and waits until it answers.</summary>
    public async Task ReloadAsync()
    {
        await Page.ReloadAsync();
        await UntilItAnswersAsync();
    }

    /// <summary>
    /// Goes to a page of which one request is held: by default its circuit does not open, and it answers to nothing, until that is let go
    /// on.
    /// </summary>
    /// <param name="path">Of the page.</param>
    /// <param name="held">The address of what is held, as Playwright's pattern.</param>
    /// <returns>Lets it go on.</returns>
    public async Task<Func<Task>> GoToUnansweredAsync(string path, string held = "**/_blazor/negotiate*")
    {
        var goesOn = new TaskCompletionSource();
        await Page.RouteAsync(held, async route =>
        {
            await goesOn.Task;
            await route.ContinueAsync();
        });
        await Page.GotoAsync(path);
        return () =>
        {
            goesOn.SetResult();
            return UntilItAnswersAsync();
        };
    }

    /// <summary>What is drawn before a page's circuit is open looks the same, and a click on it is lost.</summary>
    private async Task UntilItAnswersAsync()
    {
        await Page.Locator("html[data-answers]").WaitForAsync();
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);   // scripts of its parts
        // Its heading gets the focus a moment later, and would take it from what a test has given it to.
        await Page.WaitForFunctionAsync("document.activeElement !== document.body || !document.querySelector('h1')");
    }

    /// <summary>Rules of accessibility that the page breaks, serious and critical ones.</summary>
    /// <param name="only">The rules that are looked at; none for all.</param>
    public async Task<IReadOnlyList<string>> SeriousFindingsAsync(params string[] only)
    {
        var result = await Page.RunAxe(new AxeRunOptions { RunOnly = only.Length == 0 ? null : new RunOnlyOptions { Type = "rule", Values = [.. only] } });
        return [.. result.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {violation.Help}: {string.Join("; ", violation.Nodes.Select(node => node.Html))}")];
    }

    /// <summary>Drops files on an element as a hand would: dragover, then drop with the files.</summary>
    public async Task DropAsync(string selector, params (string Name, byte[] Content)[] files)
    {
        var transfer = await Page.EvaluateHandleAsync(
            """
            files => {
              const transfer = new DataTransfer();
              for (const { name, content } of files) transfer.items.add(new File([Uint8Array.from(atob(content), c => c.charCodeAt(0))], name, { type: "image/jpeg" }));
              return transfer;
            }
            """,
            files.Select(file => new { name = file.Name, content = Convert.ToBase64String(file.Content) }).ToArray());
        foreach (var kind in new[] { "dragover", "drop" }) await Page.DispatchEventAsync(selector, kind, new { dataTransfer = transfer });
    }

    /// <summary>Pastes a file, as from another program.</summary>
    public Task PasteAsync(string name, byte[] content) => Page.EvaluateAsync(
        """
        ({ name, content }) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([Uint8Array.from(atob(content), c => c.charCodeAt(0))], name, { type: "image/jpeg" }));
          document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true }));
        }
        """,
        new { name, content = Convert.ToBase64String(content) });

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
