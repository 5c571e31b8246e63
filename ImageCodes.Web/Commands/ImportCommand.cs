using System.CommandLine;
using System.Text.Json;
using ImageCodes.Model.Ingestion;
using ImageCodes.Web.Search;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes import PATH…</c>: takes folders and files into the library.</summary>
internal static class ImportCommand
{
    public static Command Create(SettingFlags flags)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Folders (with all below them) and files. Linked folders below them are passed over, and linked files that lead elsewhere. Exit code 0 also where files failed: they are listed.", Arity = ArgumentArity.OneOrMore };
        var dryRun = new Option<bool>("--dry-run") { Description = "Tell what would be done, and do nothing." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("import", "Take pictures into the library.") { paths, dryRun, json };
        command.SetAction(async (call, cancel) =>
        {
            if (call.GetRequiredValue(paths).FirstOrDefault(path => path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)) is { } archive)
                throw new UsageException($"'{archive}' is an archive: unpack it, so that its pictures stay where they can be opened.");
            using var services = flags.Services(call);
            var (importer, model) = (services.GetRequiredService<Importer>(), services.GetRequiredService<LiveModel>());
            var report = await ImportBar.ShowAsync(progress => importer.ImportAsync(call.GetRequiredValue(paths), model.Current.Encoder, call.GetValue(dryRun), progress, cancel));
            if (call.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(report with { Seconds = Math.Round(report.Seconds, 3) }, Output.Json));
            else Print(report, call.GetValue(dryRun));
        });
        return command;
    }

    private static void Print(ImportReport report, bool dryRun)
    {
        foreach (var failure in report.Failures) Console.WriteLine($"{Output.OneLine(failure.Path)}: {failure.Reason}");
        if (report.Failed > report.Failures.Count) Console.WriteLine($"… and {report.Failed - report.Failures.Count:N0} more that gave no picture.");
        Console.WriteLine($"{(dryRun ? "would import" : "imported")} {report.Imported:N0}, unchanged {report.Unchanged:N0}, failed {report.Failed:N0}, in {report.Seconds:0.0} s{(report.Stages is { } stages ? $" (of work: {stages})" : "")}");
    }
}
