using System.Net;

namespace ImageCodes.Tests.Access;

/// <summary>A server with a password and a key.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private const string Password = "correct horse";
    private const string Key = "0123456789abcdef";

    private readonly TemporaryFolder _folder = new();
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(
        _folder["library"], environment: new Dictionary<string, string> { ["IMAGECODES_PASSWORD"] = Password, ["IMAGECODES_API_KEY"] = Key });

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await _server.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private Task<HttpResponseMessage> SignInAsync(string password, params (string Name, string Value)[] headers) => SignInAsync(password, "/library", headers);

    private async Task<HttpResponseMessage> SignInAsync(string password, string to, params (string Name, string Value)[] headers)
    {
        var page = await SendAsync(HttpMethod.Get, "/sign-in", null, headers);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var token = System.Text.RegularExpressions.Regex.Match(html, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        return await SendAsync(HttpMethod.Post, "/sign-in", new FormUrlEncodedContent(new Dictionary<string, string> { ["password"] = password, ["to"] = to, ["__RequestVerificationToken"] = token }), headers);
    }

    [Fact]
    public async Task Strangers_see_the_sign_in_page_and_programs_a_status()
    {
        var page = await SendAsync(HttpMethod.Get, "/library");
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.Equal("/sign-in?to=%2Flibrary", page.Headers.Location!.OriginalString);
        foreach (var path in new[] { "/api/status", "/api/pictures", "/api/pictures/1/thumbnail", "/api/openapi.json", "/api/search?id=1" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, path)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/api/health")).StatusCode);
    }

    [Fact]
    public async Task The_key_opens_the_api_and_a_wrong_one_does_not()
    {
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/api/status", null, ("x-api-key", Key))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "/api/status", null, ("x-api-key", Key + "x"))).StatusCode);
    }

    [Fact]
    public async Task The_password_opens_the_pages_and_too_many_tries_are_refused()
    {
        var wrong = await SignInAsync("wrong");
        Assert.Contains("wrong=true", wrong.Headers.Location!.OriginalString);

        var right = await SignInAsync(Password);
        Assert.Equal("/library", right.Headers.Location!.OriginalString);
        Assert.Single(right.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith($"imagecodes-{_server.Client.BaseAddress!.Port}=", StringComparison.Ordinal));   // a server on another port keeps its own
        var page = await SendAsync(HttpMethod.Get, "/library");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);

        for (var i = 0; i < 4; i++) await SignInAsync("wrong", ("X-Forwarded-For", $"192.0.2.{i}"));   // anyone can say so
        Assert.Equal(HttpStatusCode.TooManyRequests, (await SignInAsync("wrong", ("X-Forwarded-For", "192.0.2.9"))).StatusCode);
    }

    [Fact]
    public async Task Behind_a_proxy_tries_are_counted_by_where_they_came_from_and_cookies_stay_on_https()
    {
        _server.Dispose();
        _server = await RunningServer.StartAsync(_folder["library"], environment: new Dictionary<string, string> { ["IMAGECODES_PASSWORD"] = Password, ["IMAGECODES_BEHIND_PROXY"] = "true" });
        for (var i = 0; i < 6; i++) await SignInAsync("wrong", ("X-Forwarded-For", "192.0.2.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await SignInAsync("wrong", ("X-Forwarded-For", "192.0.2.1"))).StatusCode);
        var owner = await SignInAsync(Password, ("X-Forwarded-For", "192.0.2.2"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "pictures.example"), ("Origin", "https://pictures.example"));
        Assert.Equal("/library", owner.Headers.Location!.OriginalString);
        Assert.Contains("secure", owner.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("imagecodes-", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/codes?with=2", "/codes?with=2")]
    [InlineData("//evil.example/x", "/")]
    [InlineData("/\\evil.example/x", "/")]
    [InlineData("https://evil.example/x", "/")]
    public async Task Whoever_signs_in_goes_on_within_this_site(string asked, string gone) =>
        Assert.Equal(gone, (await SignInAsync(Password, asked)).Headers.Location!.OriginalString);

    [Fact]
    public async Task Who_signed_out_is_a_stranger_again()
    {
        await SignInAsync(Password);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/library")).StatusCode);
        Assert.Equal("/sign-in", (await SendAsync(HttpMethod.Post, "/sign-out")).Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(HttpMethod.Get, "/library")).StatusCode);
    }

    [Theory]
    [InlineData(Password, HttpStatusCode.OK)]
    [InlineData("another password", HttpStatusCode.Redirect)]
    public async Task A_cookie_holds_as_long_as_the_password_does(string password, HttpStatusCode expected)
    {
        var cookie = (await SignInAsync(Password)).Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("imagecodes-", StringComparison.Ordinal)).Split('=', ';')[1];
        _server.Dispose();
        _server = await RunningServer.StartAsync(_folder["library"], environment: new Dictionary<string, string> { ["IMAGECODES_PASSWORD"] = password });
        Assert.Equal(expected, (await SendAsync(HttpMethod.Get, "/library", null, ("Cookie", $"imagecodes-{_server.Client.BaseAddress!.Port}={cookie}"))).StatusCode);
    }

    [Theory]
    [InlineData("POST", "/api/uploads")]
    [InlineData("GET", "/_blazor?id=1")]
    [InlineData("POST", "/_blazor/negotiate")]
    public async Task A_page_of_another_site_may_change_nothing(string method, string path)
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(new HttpMethod(method), path, null, ("x-api-key", Key), ("Origin", "http://evil.example"))).StatusCode);
        Assert.NotEqual(HttpStatusCode.Forbidden, (await SendAsync(new HttpMethod(method), path, null, ("x-api-key", Key), ("Origin", _server.Address))).StatusCode);
    }

    [Fact]
    public async Task Ctrl_C_stops_the_server_cleanly()
    {
        _server.Program.Interrupt();
        Assert.Equal(0, await _server.Program.ExitCodeAsync());
    }
}
