using System.Net;
using ImageCodes.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ImageCodes.Tests.Access;

/// <summary>
/// A real server on 127.0.0.1 stands for the internet, where the rule allows that address, and for the server's own network, where it does
/// not.
/// </summary>
public sealed class PictureFetcherTests : IAsyncLifetime
{
    private WebApplication _site = null!;

    private string Address => _site.Urls.First();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _site = builder.Build();
        _site.MapGet("/picture", () => Results.Bytes(Some.Jpeg(1), "image/jpeg"));
        _site.MapGet("/large", () => Results.Bytes(new byte[100_000]));
        _site.MapGet("/slow", async (CancellationToken cancel) => await Task.Delay(TimeSpan.FromMinutes(5), cancel));
        _site.MapGet("/inward", (HttpContext context) => Results.Redirect($"http://[::1]:{context.Connection.LocalPort}/picture"));
        _site.MapGet("/circle", () => Results.Redirect("/circle"));
        await _site.StartAsync();
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private static PictureFetcher Fetcher(Action<FetchOptions>? change = null)
    {
        var options = new FetchOptions();
        change?.Invoke(options);
        return new PictureFetcher(options, address => address.Equals(IPAddress.Loopback));
    }

    private static async Task<string> RefusalAsync(PictureFetcher fetcher, string address) =>
        (await Assert.ThrowsAsync<FetchException>(() => fetcher.FetchAsync(address, TestContext.Current.CancellationToken))).Message;

    [Fact]
    public async Task A_picture_comes_whole() =>
        Assert.Equal(Some.Jpeg(1), await Fetcher().FetchAsync($"{Address}/picture", TestContext.Current.CancellationToken));

    [Fact]
    public async Task This_machine_is_refused()
    {
        using var fetcher = new PictureFetcher(new FetchOptions());
        Assert.Contains("only public addresses are fetched", await RefusalAsync(fetcher, $"{Address}/picture"));
        Assert.Contains("only public addresses are fetched", await RefusalAsync(fetcher, "http://localhost:5080/"));
        Assert.Contains("only public addresses are fetched", await RefusalAsync(fetcher, "http://2130706433/"));
        Assert.Contains("only public addresses are fetched", await RefusalAsync(fetcher, "http://0:5080/"));
        Assert.Contains("only public addresses are fetched", await RefusalAsync(fetcher, "http://[::]:5080/"));
    }

    [Fact]
    public async Task A_redirect_into_the_servers_network_is_refused() =>
        Assert.Contains("only public addresses are fetched", await RefusalAsync(Fetcher(), $"{Address}/inward"));

    [Fact]
    public async Task More_than_the_limit_is_refused() =>
        Assert.Contains("more than 50,000 bytes", await RefusalAsync(Fetcher(options => options.MaxBytes = 50_000), $"{Address}/large"));

    [Fact]
    public async Task A_slow_site_is_given_up() =>
        Assert.Contains("took more than 1 s", await RefusalAsync(Fetcher(options => options.MaxSeconds = 1), $"{Address}/slow"));

    [Fact]
    public async Task Circles_and_errors_are_sentences()
    {
        Assert.Contains("answered 302", await RefusalAsync(Fetcher(), $"{Address}/circle"));
        Assert.Contains("answered 404", await RefusalAsync(Fetcher(), $"{Address}/nothing"));
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.org/a.jpg")]
    [InlineData("example.org")]
    public async Task Only_web_addresses_are_fetched(string address) =>
        Assert.Contains("begins with http:// or https://", await RefusalAsync(Fetcher(), address));
}
