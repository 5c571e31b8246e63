using System.CommandLine;
using ImageCodes.Model.Experiments;
using ImageCodes.Model.Files;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Settings;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary>
/// <c>imagecodes experiment NAME --data DIR</c>: computes a figure of the literature and prints it beside the published one.
/// </summary>
internal static class ExperimentCommand
{
    private static readonly TimeSpan OnPage = TimeSpan.FromSeconds(3);   // where someone looks at the last line

    public static Command Create(SettingFlags flags)
    {
        var name = new Argument<string>("NAME") { Description = string.Join('\n', ExperimentCatalogue.All.Select(experiment => $"{experiment.Name}: {experiment.Summary}")) };
        var data = new Option<string>("--data")
        {
            Description = "The folder that holds the data sets (docs/experiments.md says which, and where they come from).",
            Required = true,
        };
        var work = new Option<string?>("--work")
        {
            Description = "Where checkpoints and learned models are kept; the same command goes on from there. Default: experiments in the data directory.",
        };
        var seed = new Option<int>("--seed") { Description = "Seeds every draw.", DefaultValueFactory = _ => 1 };
        var quick = new Option<bool>("--quick") { Description = "Learn for a tenth of the time, to see that all works; the figures are then worth little." };
        var json = Output.JsonFlag();
        var begun = new Option<bool>(ExperimentHandler.OfServer) { Hidden = true };
        var command = new Command("experiment", "Reproduce a figure of the literature.") { name, data, work, seed, quick, json, begun };
        command.SetAction((call, cancel) => Task.Run(() =>
        {
            using var services = flags.Services(call);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var library = services.GetRequiredService<LibraryOptions>();
            var experiment = UsageException.Read(() => ExperimentCatalogue.Find(call.GetRequiredValue(name)));
            if (!Directory.Exists(call.GetRequiredValue(data)))
                throw new DirectoryNotFoundException($"There is no folder '{call.GetRequiredValue(data)}'.");
            var folder = call.GetValue(work) ?? Path.Combine(library.DataDir, LibraryFolders.Experiments);
            if (call.GetValue(begun)) OwnProcess.StopWithInput(stop);
            using var alone =
                FolderLock.Take(folder, call.GetValue(begun) ? FolderLock.UntilItStops : default,
                    $"Another process works in '{folder}'. Wait until it has ended, or name another folder with --work.");
            var result = TrainingBar.Show(progress => ExperimentCatalogue.Run(experiment, new ExperimentContext
            {
                Data = call.GetRequiredValue(data),
                Work = folder,
                Model = library.ModelPath,
                Seed = call.GetValue(seed),
                Quick = call.GetValue(quick),
                Decoder = services.GetRequiredService<PictureDecoder>(),
                Progress = progress,
                Cancel = stop.Token,
            }), call.GetValue(begun) ? OnPage : null);
            if (call.GetValue(json)) Output.PrintJson(result);
            else Print(result);
        }, cancel));
        return command;
    }

    private static void Print(ExperimentResult result)
    {
        var table = new Table().AddColumns("figure", "here", result.Quick ? "aim of a full run" : "aim", "published");
        foreach (var figure in result.Figures)
            table.AddRow(Markup.Escape(figure.Name), $"{figure.Value:0.####}",
                $"{figure.Floor:0.####}{(figure.Missed && !result.Quick ? ", missed" : "")}", Markup.Escape(figure.Published ?? ""));
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"{result.Experiment}, seed {result.Seed}{(result.Quick ? ", quick" : "")}, {result.Seconds:N0} s");
    }
}
