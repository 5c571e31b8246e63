using System.CommandLine;
using ImageCodes.Model.Files;
using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Access;
using ImageCodes.Web.Models;
using ImageCodes.Web.Settings;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes import PATH…</c>: takes folders and files into the library.</summary>
internal static class ImportCommand
{
    public static Command Create(SettingFlags flags)
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Folders (with all below them) and files. Below folders, what is hidden is passed over, linked folders, and linked files that lead elsewhere. "
                + "Exit code 0 also where some files failed: they are listed.",
            Arity = ArgumentArity.OneOrMore,
        };
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Tell what is new and what is not; no picture is taken in. Files are read but not decoded: those that give no picture are not known yet.",
        };
        var watch = new Option<bool>("--watch") { Description = "Go on until stopped: what is new, changed, moved or deleted in the folders follows within seconds." };
        var json = Output.JsonFlag("Print one JSON object; with --watch, one for each time that something changed.");
        var command = new Command("import", "Take pictures into the library.") { paths, dryRun, watch, json };
        command.SetAction(async (call, cancel) =>
        {
            if (call.GetRequiredValue(paths).Select(ImportRoots.RefuseArchive).FirstOrDefault(reason => reason is not null) is { } archive)
                throw new UsageException(archive);
            if (call.GetValue(watch) && call.GetValue(dryRun))
                throw new UsageException("--watch does things, and --dry-run does nothing: choose one.");
            if (call.GetValue(watch) && call.GetRequiredValue(paths).FirstOrDefault(path => !Directory.Exists(path)) is { } missing)
                throw new DirectoryNotFoundException($"There is no folder '{missing}' to watch.");
            using var nowhere = call.GetValue(dryRun) ? new ThrowawayFolder() : null;
            using var services = flags.Services(call, more => more.PostConfigure<LibraryOptions>(options =>
            {
                // A look begins no library.
                if (nowhere is not null && options.DataDir.Length > 0 && !LibraryDatabase.IsIn(options.DataDir)) options.DataDir = nowhere.Path;
            }));
            var (importer, model) = (services.GetRequiredService<Importer>(), services.GetRequiredService<LiveModel>());
            var encoder = model.Current.Encoder;
            var report = await ImportBar.ShowAsync(
                progress => importer.ImportAsync(call.GetRequiredValue(paths), encoder, call.GetValue(dryRun), progress, cancel));
            if (!call.GetValue(dryRun))
            {
                model.Follow();
                // Another model may have come into use meanwhile; it wants its own codes of what is new.
                if (model.Current.Encoder is var newer && newer != encoder)
                    await ImportBar.ShowAsync(progress => importer.EncodeMissingAsync(newer, progress, cancel));
            }

            if (call.GetValue(json)) Output.PrintJson(report with { Seconds = Math.Round(report.Seconds, 3) });
            else Print(report, call.GetValue(dryRun));
            if (!call.GetValue(watch)) return report is { Imported: 0, Unchanged: 0, Failed: > 0 } ? ExitCode.WorkFailed : ExitCode.Good;
            await WatchAsync(call.GetRequiredValue(paths), services.GetRequiredService<FolderSync>(), model, call.GetValue(json), cancel);
            return ExitCode.Good;
        });
        return command;
    }

    private static async Task WatchAsync(string[] folders, FolderSync sync, LiveModel model, bool json, CancellationToken cancel)
    {
        CommandLine.ForPeople.MarkupLineInterpolated($"Watching {string.Join(", ", folders)}. Ctrl-C ends it.");
        void Told(ImportReport report)
        {
            if (!report.IsNews) return;
            if (json) Output.PrintJson(report);
            else Print(report, dryRun: false);
        }

        try
        {
            await Task.WhenAll(folders.Select(folder => new FolderWatch(sync, FolderPath.Of(folder)).RunAsync(
                () =>
                {
                    model.Follow();
                    return model.Current.Encoder;
                },
                Told,
                failure => CommandLine.ForPeople.MarkupLineInterpolated($"{folder} is not followed for now, and looked at again: {failure.Message}"),
                cancel)));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    private static void Print(ImportReport report, bool dryRun)
    {
        foreach (var failure in report.Failures) Console.WriteLine($"{Output.OneLine(failure.Path)}: {failure.Reason}");
        if (report.Failed > report.Failures.Count) Console.WriteLine($"… and {report.Failed - report.Failures.Count:N0} more that gave no picture.");
        Console.WriteLine($"{(dryRun ? "would import" : "imported")} {report.Imported:N0}, unchanged {report.Unchanged:N0}, "
            + $"failed {report.Failed:N0}{(report.Forgotten > 0 ? $", gone {report.Forgotten:N0}" : "")}, "
            + $"in {report.Seconds:0.0} s{(report.Stages is { } stages ? $" (of work: {stages})" : "")}");
    }
}
