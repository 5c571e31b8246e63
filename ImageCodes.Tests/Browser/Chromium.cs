using ImageCodes.Tests.Browser;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace ImageCodes.Tests.Browser;

/// <summary>A real Chromium without a window, and a server with the sample pictures, shared by the browser tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser, RunningServer Server)>> _started;

    public Chromium() => _started = new(StartAsync);

    /// <summary>Holds the library, and pictures to drop.</summary>
    public TemporaryFolder Folder { get; } = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>
    /// A fresh window on the server, in which any error of a script fails the test that looks at <see cref="Window.Errors"/>.
    /// </summary>
    public async Task<Window> OpenAsync(string path, ColorScheme scheme = ColorScheme.Light)
    {
        var window = await OpenAsync(scheme);
        await window.GoToAsync(path);
        return window;
    }

    /// <summary>A fresh window that shows nothing yet, of someone in Tokyo.</summary>
    public async Task<Window> OpenAsync(ColorScheme scheme = ColorScheme.Light)
    {
        var (_, browser, server) = await _started.Value;
        var context = await browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = server.Address,
                ColorScheme = scheme,
                TimezoneId = "Asia/Tokyo",
                ViewportSize = new ViewportSize { Width = 1280, Height = 900 },
            });
        context.SetDefaultTimeout(30_000);
        return new Window(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_started.IsValueCreated)
        {
            var (playwright, browser, server) = await _started.Value;
            await browser.DisposeAsync();
            playwright.Dispose();
            server.Dispose();
        }

        Folder.Dispose();
    }

    private async Task<(IPlaywright, IBrowser, RunningServer)> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout(20_000);   // other tests run beside these
        var server = await RunningServer.StartAsync(Folder["library"], ["--samples"]);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Find(),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
        });
        return (playwright, browser, server);
    }

    private static string Find() =>
        new[] { "chromium", "chromium-browser", "google-chrome" }
            .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists) ?? throw new FileNotFoundException("The browser tests need Chromium; ./test installs it.");
}
