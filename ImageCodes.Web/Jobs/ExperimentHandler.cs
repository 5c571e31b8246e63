using ImageCodes.Model.Imaging;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Settings;

namespace ImageCodes.Web.Jobs;

/// <summary>Runs experiments, each in a process of its own: the same as <c>imagecodes experiment</c> in the shell. One that was stopped goes on from its checkpoints.</summary>
internal sealed class ExperimentHandler(LibraryDatabase database, LibraryOptions library, ImagingOptions imaging) : IJobHandler
{
    /// <summary>Says to the process that a server began it: it ends with its standard input, and has the work folder alone.</summary>
    public const string OfServer = "--of-server";

    public string Kind => ExperimentJob.Kind;

    /// <summary>Where a library keeps what experiments found and learned.</summary>
    public static string FolderOf(LibraryDatabase database) => Path.Combine(database.Folder, "experiments");

    public async Task RunAsync(Job job, Action<object> report, CancellationToken cancel)
    {
        var request = ExperimentJob.Of(job).Request;
        using var process = OwnProcess.Begin([
            "experiment", request.Name, "--data", request.Data, "--work", FolderOf(database), "--data-dir", database.Folder, "--model", library.ModelPath, "--json", OfServer,
            .. SettingsRegistry.Arguments(imaging), .. request.Quick ? ["--quick"] : Array.Empty<string>(),
        ]);
        process.BeginOutputReadLine();   // the result is in the folder too
        using var patience = new CancellationTokenSource();
        await using var stop = cancel.Register(() =>
        {
            process.StandardInput.Close();
            patience.CancelAfter(OwnProcess.MostForCheckpoint);
        });
        string? said = null;
        try
        {
            while (await process.StandardError.ReadLineAsync(patience.Token) is { } line)
            {
                if (string.IsNullOrWhiteSpace(line)) continue;
                said = line;
                if (!cancel.IsCancellationRequested) report(said);
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            process.Kill();   // it hangs; its last checkpoint is whole
        }
        finally
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        cancel.ThrowIfCancellationRequested();
        if (process.ExitCode != 0) throw new InvalidOperationException(said ?? $"The experiment's process ended with code {process.ExitCode}.");
    }
}
