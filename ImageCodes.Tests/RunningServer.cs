using System.Net;
using System.Net.Sockets;

namespace ImageCodes.Tests;

/// <summary>A server of its own process, port and data directory.</summary>
public sealed class RunningServer : IDisposable
{
    private readonly RunningProgram _program;

    private RunningServer(RunningProgram program, string address)
    {
        _program = program;
        Address = address;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address) };
    }

    public string Address { get; }

    public HttpClient Client { get; }

    public RunningProgram Program => _program;

    public static async Task<RunningServer> StartAsync(
        string dataDir, IEnumerable<string>? arguments = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var address = $"http://localhost:{FreePort()}";
        var program = new RunningProgram(["serve", "--data-dir", dataDir, "--listen", address, .. arguments ?? []], environment);
        var server = new RunningServer(program, address);
        for (var start = DateTime.UtcNow; ;)
        {
            if (program.HasExited)
            {
                await program.ExitCodeAsync();   // reads its last lines, too
                throw new InvalidOperationException($"The server did not start: {program.Errors}{program.Output}");
            }

            try
            {
                if ((await server.Client.GetAsync("/api/health")).IsSuccessStatusCode) return server;
            }
            catch (HttpRequestException) when (DateTime.UtcNow - start < TimeSpan.FromMinutes(2))
            {
                await Task.Delay(100);
            }
        }
    }

    public void Dispose()
    {
        Client.Dispose();
        _program.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
