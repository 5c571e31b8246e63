using System.Net;

namespace ImageCodes.Tests.Access;

/// <summary>What a server with a password and a key lets through.</summary>
public sealed class AccessTests(GuardedServer server) : IClassFixture<GuardedServer>, IDisposable
{
    private readonly Visitor _visitor = new(server.Running);

    public void Dispose() => _visitor.Dispose();

    private Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers) =>
        _visitor.SendAsync(method, path, content, headers);

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
    public async Task The_script_of_a_page_learns_that_one_must_sign_in() =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1")).StatusCode);

    [Fact]
    public async Task The_key_opens_the_api_and_a_wrong_one_does_not()
    {
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/api/status", null, ("x-api-key", GuardedServer.Key))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "/api/status", null, ("x-api-key", GuardedServer.Key + "x"))).StatusCode);
    }

    [Theory]
    [InlineData("/codes?with=2", "/codes?with=2")]
    [InlineData("//evil.example/x", "/")]
    [InlineData("/\\evil.example/x", "/")]
    [InlineData("https://evil.example/x", "/")]
    public async Task Whoever_signs_in_goes_on_within_this_site(string asked, string gone) =>
        Assert.Equal(gone, (await _visitor.SignInAsync(GuardedServer.Password, asked)).Headers.Location!.OriginalString);

    [Fact]
    public async Task Without_a_password_nobody_signs_in()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["x"] = "1" });
        Assert.Contains("wrong=true", (await SendAsync(HttpMethod.Post, "/sign-in", form)).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Who_signed_out_is_a_stranger_again()
    {
        await _visitor.SignInAsync(GuardedServer.Password);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/library")).StatusCode);
        Assert.Equal("/sign-in?out=true", (await SendAsync(HttpMethod.Post, "/sign-out")).Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(HttpMethod.Get, "/library")).StatusCode);
    }

    [Fact]
    public async Task A_page_of_a_host_whose_name_has_other_letters_may_change_what_is_its_own()
    {
        (string, string)[] Called(string host) => [("x-api-key", GuardedServer.Key), ("Host", "xn--bcher-kva.example"), ("Origin", $"http://{host}")];
        Assert.NotEqual(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, "/api/uploads", null, Called("xn--bcher-kva.example"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, "/api/uploads", null, Called("xn--bcher-kvb.example"))).StatusCode);
    }

    [Theory]
    [InlineData("POST", "/api/uploads")]
    [InlineData("GET", "/_blazor?id=1")]
    [InlineData("POST", "/_blazor/negotiate")]
    public async Task A_page_of_another_site_may_change_nothing(string method, string path)
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(new HttpMethod(method), path, null, ("x-api-key", GuardedServer.Key), ("Origin", "http://evil.example"))).StatusCode);
        Assert.NotEqual(
            HttpStatusCode.Forbidden, (await SendAsync(new HttpMethod(method), path, null, ("x-api-key", GuardedServer.Key), ("Origin", server.Running.Address))).StatusCode);
    }
}
