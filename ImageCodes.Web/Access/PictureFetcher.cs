using System.Net;
using System.Net.Sockets;

namespace ImageCodes.Web.Access;

/// <summary>A picture that could not be fetched. The message is a sentence.</summary>
public sealed class FetchException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Fetches a picture from a public web address. The address that is connected to is the one that was checked, on every
/// redirect anew, so that no name can lead into the server's own network.
/// </summary>
public sealed class PictureFetcher : IDisposable
{
    /// <summary>Letters of an address, at the most.</summary>
    public const int LongestAddress = 8_000;

    private readonly FetchOptions _options;
    private readonly HttpClient _client;

    public PictureFetcher(FetchOptions options)
        : this(options, PublicAddress.Is)
    {
    }

    /// <summary>With another rule of which addresses may be reached.</summary>
    internal PictureFetcher(FetchOptions options, Func<IPAddress, bool> mayReach)
    {
        _options = options;
        _client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = options.MaxRedirects > 0,
            MaxAutomaticRedirections = Math.Max(1, options.MaxRedirects),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = (context, cancel) => ConnectAsync(context.DnsEndPoint, mayReach, cancel),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestHeaders = { { "User-Agent", "ImageCodes" }, { "Accept", "image/*" } },
        };
    }

    /// <exception cref="FetchException">The address is not a public one, does not answer, or sends too much.</exception>
    public async Task<byte[]> FetchAsync(string address, CancellationToken cancel = default)
    {
        if (address.Length > LongestAddress)
            throw new FetchException($"The address has {address.Length:N0} letters; at most {LongestAddress:N0} are taken.");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new FetchException($"'{(address.Length > 80 ? address[..80] + "…" : address)}' is not a web address that begins with http:// or https://.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(_options.MaxSeconds));
        try
        {
            using var response = await _client.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (!response.IsSuccessStatusCode) throw new FetchException($"{uri.Host} answered {(int)response.StatusCode} {response.ReasonPhrase}.");
            return await ReadAsync(response, limit.Token);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new FetchException(
                failure.InnerException is FetchException refused ? refused.Message : $"{uri.Host} could not be reached: {failure.Message}", failure);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new FetchException($"{uri.Host} took more than {_options.MaxSeconds} s.");
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancel);
        using var kept = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = await body.ReadAsync(buffer, cancel)) > 0;)
        {
            kept.Write(buffer, 0, read);
            if (kept.Length > _options.MaxBytes)
                throw new FetchException($"The address sends more than {_options.MaxBytes:N0} bytes; that is the most that is fetched.");
        }

        return kept.ToArray();
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, Func<IPAddress, bool> mayReach, CancellationToken cancel)
    {
        // An address is not looked up: 0.0.0.0 and :: cannot be.
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(target.Host, cancel);
        var allowed = addresses.Where(mayReach).ToArray();
        if (allowed.Length == 0)
            throw new FetchException($"'{target.Host}' is an address of this machine or its own network; only public addresses are fetched.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
