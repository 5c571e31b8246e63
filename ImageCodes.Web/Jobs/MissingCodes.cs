using ImageCodes.Model.Ingestion;
using ImageCodes.Web.Models;

namespace ImageCodes.Web.Jobs;

/// <summary>
/// Makes, beside all else, the codes of the model in use that pictures lack: those that a kill, another model, another version of the
/// program or another process left without. One run at a time: when another model comes into use, the run for the one before ends.
/// </summary>
internal sealed partial class MissingCodes(Importer importer, LiveModel model, ILogger<MissingCodes> log) : BackgroundService
{
    // An import of another process tells nobody that it was stopped.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromHours(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _asked = new(0);

    /// <summary>Has it look for pictures without a code now.</summary>
    public void Ask() => _asked.Release();

    /// <summary>Whether it was asked and has not begun to look.</summary>
    internal bool IsAsked => _asked.CurrentCount > 0;

    public override void Dispose()
    {
        base.Dispose();
        _asked.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        model.Changed += Ask;
        try
        {
            while (true) await RunUntilAskedAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; what is missing is looked for at the next start.
        }
        finally
        {
            model.Changed -= Ask;
        }
    }

    private async Task RunUntilAskedAsync(CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var making = MakeAsync(stop.Token);
        try
        {
            while (!await _asked.WaitAsync(BetweenLooks, cancel) && !making.IsCompleted) continue;
        }
        finally
        {
            await stop.CancelAsync();
            await making;
        }
    }

    private async Task MakeAsync(CancellationToken cancel)
    {
        try
        {
            for (; ; await Task.Delay(Pause, cancel))
            {
                try
                {
                    var report = await importer.EncodeMissingAsync(model.Current.Encoder, cancel: cancel);
                    if (report.IsNews) LogMade(report.Imported, report.Failed);
                    return;
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    LogNotMade(failure);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // There is reason to look again, or the server stops.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Encoded {Imported} pictures that had no code of this model; {Failed} could not be read")]
    private partial void LogMade(int imported, int failed);

    [LoggerMessage(Level = LogLevel.Error, Message = "Pictures without a code could not be given theirs; it is tried again in half a minute")]
    private partial void LogNotMade(Exception failure);
}
