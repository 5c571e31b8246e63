using System.Text.RegularExpressions;

namespace ImageCodes.Tests.Access;

/// <summary>Someone with cookies of their own.</summary>
internal sealed partial class Visitor(RunningServer server) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Address) };

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Fills in the form, which leads on to the library.</summary>
    public Task<HttpResponseMessage> SignInAsync(string password, params (string Name, string Value)[] headers) => SignInAsync(password, "/library", headers);

    /// <summary>Fills in the form.</summary>
    /// <param name="password">The password, or another one.</param>
    /// <param name="to">Where it should lead on to.</param>
    /// <param name="headers">Of both requests.</param>
    public async Task<HttpResponseMessage> SignInAsync(string password, string to, params (string Name, string Value)[] headers)
    {
        var page = await SendAsync(HttpMethod.Get, "/sign-in", null, headers);
        var token = Token().Match(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Groups[1].Value;
        return await SendAsync(HttpMethod.Post, "/sign-in", new FormUrlEncodedContent(new Dictionary<string, string> { ["password"] = password, ["to"] = to, ["__RequestVerificationToken"] = token }), headers);
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
