namespace ImageCodes.Web.Models;

/// <summary>
/// Lets a running server follow a choice of model that another process made: the shell's <c>models use</c> and <c>models back</c>.
/// </summary>
internal sealed partial class ModelWatch(LiveModel live, ILogger<ModelWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private string? _said;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Follow();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private void Follow()
    {
        try
        {
            live.Follow();
        }
        catch (Exception failure)
        {
            // The model before stays in use; the choice is tried again at the next tick, and said once.
            if (failure.Message != _said) LogFailed(failure);
            _said = failure.Message;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The model that was chosen cannot be used")]
    private partial void LogFailed(Exception failure);
}
