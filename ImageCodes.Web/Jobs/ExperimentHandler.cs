using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Jobs;

/// <summary>Runs experiments, each in a process of its own: the same as <c>imagecodes experiment</c> in the shell. One that was stopped goes on from its checkpoints.</summary>
internal sealed class ExperimentHandler(LibraryDatabase database) : IJobHandler
{
    public string Kind => ExperimentJob.Kind;

    /// <summary>Where a library keeps what experiments found and learned.</summary>
    public static string FolderOf(LibraryDatabase database) => Path.Combine(database.Folder, "experiments");

    public async Task RunAsync(Job job, Action<object> report, CancellationToken cancel)
    {
        var request = ExperimentJob.Of(job).Request;
        using var process = OwnProcess.Begin([
            "experiment", request.Name, "--data", request.Data, "--work", FolderOf(database), "--data-dir", database.Folder, "--json", .. request.Quick ? ["--quick"] : Array.Empty<string>(),
        ]);
        string? said = null;
        process.ErrorDataReceived += (_, line) =>
        {
            if (string.IsNullOrWhiteSpace(line.Data)) return;
            said = line.Data;
            if (!cancel.IsCancellationRequested) report(said);
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();   // the result is in the folder too
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            process.Kill();   // its checkpoints are whole
            throw;
        }

        if (process.ExitCode != 0) throw new InvalidOperationException(said ?? $"The experiment's process ended with code {process.ExitCode}.");
    }
}
