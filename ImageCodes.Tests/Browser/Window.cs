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

    /// <summary>Goes to a page and waits until it answers to clicks: its circuit is open.</summary>
    public Task GoToAsync(string path) => UntilItAnswersAsync(() => Page.GotoAsync(path));

    /// <summary>Loads the page again and waits until it answers to clicks: what is drawn before that looks the same, and a click on it is lost.</summary>
    public Task ReloadAsync() => UntilItAnswersAsync(() => Page.ReloadAsync());

    private async Task UntilItAnswersAsync(Func<Task> load)
    {
        var socket = Page.WaitForWebSocketAsync();
        await load();
        await (await socket).WaitForFrameReceivedAsyncOnce();
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    /// <summary>Rules of accessibility that the page breaks, serious and critical ones.</summary>
    public async Task<IReadOnlyList<string>> SeriousFindingsAsync()
    {
        var result = await Page.RunAxe();
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

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}

internal static class WebSocketWaiting
{
    public static Task WaitForFrameReceivedAsyncOnce(this IWebSocket socket)
    {
        var received = new TaskCompletionSource();
        socket.FrameReceived += (_, _) => received.TrySetResult();
        return received.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
