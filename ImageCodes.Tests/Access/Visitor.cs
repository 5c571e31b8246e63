namespace ImageCodes.Tests.Access;

/// <summary>Someone with cookies of their own.</summary>
internal sealed class Visitor(RunningServer server) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Address) };

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Fills in the form, which leads on to the library.</summary>
    public Task<HttpResponseMessage> SignInAsync(string password, params (string Name, string Value)[] headers) =>
        SignInAsync(password, "/library", headers);

    /// <summary>Fills in the form.</summary>
    /// <param name="password">The password, or another one.</param>
    /// <param name="to">Where it should lead on to.</param>
    /// <param name="headers">Of the request.</param>
    public Task<HttpResponseMessage> SignInAsync(string password, string to, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "/sign-in", new FormUrlEncodedContent(new Dictionary<string, string> { ["password"] = password, ["to"] = to }), headers);

    public void Dispose() => _client.Dispose();
}
