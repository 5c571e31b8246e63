using System.ComponentModel;
using System.Diagnostics;
using ImageCodes.Model.Files;

namespace ImageCodes.Web.Jobs;

/// <summary>
/// This program once more, for work that learns: what ends it does not end the server, its memory goes with it, and searches go first.
/// </summary>
internal static class OwnProcess
{
    /// <summary>How long the one that began it may take to stop: it waits for the step that is being learned and its checkpoint.</summary>
    public static readonly TimeSpan MostForStopping = FolderLock.UntilItStops + TimeSpan.FromSeconds(5);

    /// <summary>
    /// In the process that was begun: stops its work when its standard input ends, and so also when the one that began it is gone.
    /// </summary>
    public static void StopWithInput(CancellationTokenSource stop) => new Thread(() =>
    {
        while (Console.In.Read() >= 0) continue;
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was done already.
        }
    })
    { IsBackground = true }.Start();

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">A verb, and what it takes.</param>
    /// <param name="output">Told of each line of its standard output; of none after <paramref name="cancel"/>.</param>
    /// <param name="error">The same of its standard error.</param>
    /// <param name="cancel">Tells it to stop with a checkpoint.</param>
    /// <returns>Its exit code, and the last line of its standard error that says something.</returns>
    /// <exception cref="InvalidOperationException">It cannot be started.</exception>
    public static async Task<(int Code, string? Said)> RunAsync(IEnumerable<string> arguments, Action<string>? output, Action<string>? error, CancellationToken cancel)
    {
        using var process = Begin(arguments);
        using var patience = new CancellationTokenSource();
        string? said = null;
        try
        {
            await using var stop = cancel.Register(() =>
            {
                process.StandardInput.Close();
                patience.CancelAfter(FolderLock.UntilItStops);
            });
            await Task.WhenAll(ReadAsync(process.StandardOutput, output), ReadAsync(process.StandardError, line =>
            {
                said = line;
                error?.Invoke(line);
            }));
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // It hangs; its last checkpoint is whole.
        }
        finally
        {
            if (patience.IsCancellationRequested) process.Kill();
            process.StandardInput.Close();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        return (process.ExitCode, said);

        async Task ReadAsync(StreamReader lines, Action<string>? told)
        {
            try
            {
                while (await lines.ReadLineAsync(patience.Token) is { } line)
                {
                    if (!string.IsNullOrWhiteSpace(line) && !cancel.IsCancellationRequested) told?.Invoke(line);
                }
            }
            catch
            {
                process.StandardInput.Close();   // whoever is told cannot go on, and so it need not
                throw;
            }
        }
    }

    /// <summary>Starts it, as this process was started: by the program itself, or by dotnet from wherever that is.</summary>
    private static Process Begin(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        var isDotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        start.FileName = isDotnet
            ? Environment.ProcessPath!
            : Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "imagecodes.exe" : "imagecodes");
        if (isDotnet) start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "imagecodes.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_gcConcurrent"] = "0";   // see QuietCollector
        start.Environment["DOTNET_gcServer"] = "0";       // one small heap: the tensors are libtorch's
        try
        {
            var process = Process.Start(start)!;
            process.PriorityClass = ProcessPriorityClass.Idle;   // its threads inherit it
            return process;
        }
        catch (Win32Exception failure)
        {
            throw new InvalidOperationException($"The process '{start.FileName}' cannot be started: {failure.Message}.", failure);
        }
    }
}
