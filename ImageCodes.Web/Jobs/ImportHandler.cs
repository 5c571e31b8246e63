using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Access;
using ImageCodes.Web.Models;

namespace ImageCodes.Web.Jobs;

/// <summary>Imports folders and files.</summary>
internal sealed class ImportHandler(
    Importer importer, FolderSync sync, UploadFolders uploads, ImportRoots roots, LiveModel model, MissingCodes missing) : IJobHandler
{
    public string Kind => ImportJob.Kind;

    public async Task RunAsync(Job job, Action<object> report, CancellationToken cancel)
    {
        var current = model.Current;
        var paths = ImportJob.Of(job).Paths;
        foreach (var path in paths) uploads.Settle(path);
        // What may be imported may have changed since it was asked for, or the path may lead elsewhere now.
        if (paths.Where(path => !uploads.Holds(path)).Select(path => roots.Refuse(path)).FirstOrDefault(refused => refused is not null) is { } reason)
            throw new InvalidOperationException(reason);
        var coming = paths.Select(sync.Announce).ToList();   // what was moved there from a watched folder is not forgotten
        try
        {
            var result = await importer.ImportAsync(paths, current.Encoder, progress: new Telling<ImportProgress>(report), cancel: cancel);
            report(ImportProgress.Ended(result));
            current.Index.CatchUp();
        }
        finally
        {
            foreach (var announced in coming) announced.Dispose();
            // Another model may have come into use meanwhile; it wants its own codes of what is new, also where the import did not come to its end.
            if (model.Current != current) missing.Ask();
        }
    }
}
