namespace ImageCodes.Tests.Access;

/// <summary>A server with a password and a key, that visitors have for themselves one after the other.</summary>
public sealed class GuardedServer : IAsyncLifetime
{
    public const string Password = "correct horse";
    public const string Key = "0123456789abcdef";

    private readonly TemporaryFolder _folder = new();

    public RunningServer Running { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Running = await RunningServer.StartAsync(_folder["library"], ["--sign-ins-per-minute", "1000"], new Dictionary<string, string>
    {
        ["IMAGECODES_PASSWORD"] = Password,
        ["IMAGECODES_API_KEY"] = Key,
    });

    public ValueTask DisposeAsync()
    {
        Running.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
