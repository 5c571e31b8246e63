using System.Net;

namespace ImageCodes.Tests.Access;

/// <summary>What a server with a password counts, remembers and forgets: one of its own for each test.</summary>
public sealed class SignInTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private RunningServer? _server;
    private Visitor? _visitor;

    public void Dispose()
    {
        Stop();
        _folder.Dispose();
    }

    /// <summary>Starts the server, again where it runs.</summary>
    private async Task StartAsync(string password, params (string Name, string Value)[] settings)
    {
        Stop();
        _server = await RunningServer.StartAsync(_folder["library"], environment: settings.Append(("IMAGECODES_PASSWORD", password)).ToDictionary());
        _visitor = new Visitor(_server);
    }

    private void Stop()
    {
        _visitor?.Dispose();
        _server?.Dispose();
    }

    [Fact]
    public async Task The_password_opens_the_pages_and_too_many_tries_are_refused()
    {
        await StartAsync(GuardedServer.Password);
        var wrong = await _visitor!.SignInAsync("wrong");
        Assert.Contains("wrong=true", wrong.Headers.Location!.OriginalString);

        var right = await _visitor!.SignInAsync(GuardedServer.Password);
        Assert.Equal("/library", right.Headers.Location!.OriginalString);
        // A server on another port keeps its own.
        Assert.Single(right.Headers.GetValues("Set-Cookie"),
            cookie => cookie.StartsWith($"imagecodes-{_server!.Client.BaseAddress!.Port}=", StringComparison.Ordinal));
        var page = await _visitor!.SendAsync(HttpMethod.Get, "/library");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);

        for (var i = 0; i < 4; i++) await _visitor!.SignInAsync("wrong", ("X-Forwarded-For", $"192.0.2.{i}"));   // anyone can say so
        Assert.Equal(HttpStatusCode.TooManyRequests, (await _visitor!.SignInAsync("wrong", ("X-Forwarded-For", "192.0.2.9"))).StatusCode);
    }

    [Fact]
    public async Task Who_is_signed_in_already_may_sign_in_again()
    {
        await StartAsync(GuardedServer.Password);
        await _visitor!.SignInAsync(GuardedServer.Password);   // in another tab
        var again = await _visitor!.SignInAsync(GuardedServer.Password);
        Assert.Equal((HttpStatusCode.Redirect, "/library"), (again.StatusCode, again.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task Behind_a_proxy_tries_are_counted_by_where_they_came_from_and_cookies_stay_on_https()
    {
        await StartAsync(GuardedServer.Password, ("IMAGECODES_BEHIND_PROXY", "true"));
        for (var i = 0; i < 6; i++) await _visitor!.SignInAsync("wrong", ("X-Forwarded-For", "192.0.2.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await _visitor!.SignInAsync("wrong", ("X-Forwarded-For", "192.0.2.1"))).StatusCode);
        var owner = await _visitor!.SignInAsync(
            GuardedServer.Password, ("X-Forwarded-For", "192.0.2.2"), ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-Host", "pictures.example"), ("Origin", "https://pictures.example"));
        Assert.Equal("/library", owner.Headers.Location!.OriginalString);
        Assert.Contains("secure", owner.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("imagecodes-", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(GuardedServer.Password, HttpStatusCode.OK)]
    [InlineData("another password", HttpStatusCode.Redirect)]
    public async Task A_cookie_holds_as_long_as_the_password_does(string password, HttpStatusCode expected)
    {
        await StartAsync(GuardedServer.Password);
        var cookie = (await _visitor!.SignInAsync(GuardedServer.Password)).Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("imagecodes-", StringComparison.Ordinal)).Split('=', ';')[1];
        await StartAsync(password);
        Assert.Equal(expected, (await _visitor!.SendAsync(HttpMethod.Get, "/library", null, ("Cookie", $"imagecodes-{_server!.Client.BaseAddress!.Port}={cookie}"))).StatusCode);
    }

    [Fact]
    public async Task Ctrl_C_stops_the_server_cleanly()
    {
        await StartAsync(GuardedServer.Password);
        _server!.Program.Interrupt();
        // Not for ever: what a script runs in its background never gets the signal.
        Assert.Equal(0, await _server!.Program.ExitCodeAsync().WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken));
    }
}
