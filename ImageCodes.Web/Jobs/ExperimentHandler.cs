using ImageCodes.Model.Imaging;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Access;
using ImageCodes.Web.Settings;

namespace ImageCodes.Web.Jobs;

/// <summary>
/// Runs experiments, each in a process of its own: the same as <c>imagecodes experiment</c> in the shell. One that was stopped goes on from
/// its checkpoints.
/// </summary>
internal sealed class ExperimentHandler(LibraryDatabase database, LibraryOptions library, ImagingOptions imaging, ImportRoots roots) : IJobHandler
{
    /// <summary>Says to the process that a server began it: it ends with its standard input.</summary>
    public const string OfServer = "--of-server";

    public string Kind => ExperimentJob.Kind;

    /// <summary>Where a library keeps what experiments found and learned.</summary>
    public static string FolderOf(LibraryDatabase database) => Path.Combine(database.Folder, LibraryFolders.Experiments);

    public async Task RunAsync(Job job, Action<object> report, CancellationToken cancel)
    {
        var request = ExperimentJob.Of(job).Request;
        // What may be read may have changed since it was asked for.
        if (roots.RefuseData(request.Data) is { } reason) throw new InvalidOperationException(reason);
        string[] arguments =
        [
            "experiment", request.Name, "--data", request.Data, "--work", FolderOf(database), "--data-dir", database.Folder, "--model", library.ModelPath, "--json", OfServer,
            .. SettingsRegistry.Arguments(imaging), .. request.Quick ? ["--quick"] : Array.Empty<string>(),
        ];
        var (code, said) = await OwnProcess.RunAsync(arguments, output: null /* the result is in the folder too */, report, cancel);
        cancel.ThrowIfCancellationRequested();
        if (code != 0) throw new InvalidOperationException(said ?? $"The experiment's process ended with code {code}.");
    }
}
