using System.CommandLine;
using ImageCodes.Model.Benchmarks;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Networks;
using ImageCodes.Web.Settings;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary>
/// <c>imagecodes bench import DIR</c>: times the stages of an import alone, and all of it, into a library that is thrown away.
/// </summary>
internal static class ImportBenchCommand
{
    public static Command Create(SettingFlags flags)
    {
        var folder = new Argument<string>("DIR") { Description = "A folder of pictures. It is read only." };
        var most = new Option<int>("--most")
        {
            Description = "Of so many files, at the most, stages are timed alone; all are imported.",
            DefaultValueFactory = _ => 2_000
        };
        most.AtLeast(1);
        var json = Output.JsonFlag();
        var command = new Command("import", "Time an import and its stages, in pictures a second.") { folder, most, json };
        command.SetAction(async (call, cancel) =>
        {
            using var services = flags.Services(call);
            using var encoder = PictureEncoder.Load(services.GetRequiredService<LibraryOptions>().ModelPath);
            var benchmark = new ImportBenchmark(services.GetRequiredService<PictureDecoder>(), encoder, services.GetRequiredService<IngestionOptions>());
            var figures = await Task.Run(() => benchmark.RunAsync(call.GetRequiredValue(folder), call.GetValue(most), cancel), cancel);
            if (call.GetValue(json))
            {
                Output.PrintJson(figures);
                return;
            }

            var table = new Table().AddColumns("pictures a second", "one core", "all cores");
            table.AddRow("decoding alone", $"{figures.DecodeOneCore:N0}", $"{figures.Decode:N0}");
            table.AddRow("encoding alone", $"{figures.EncodeOneCore:N0}", $"{figures.Encode:N0}");
            table.AddRow("storing alone", $"{figures.Store:N0}", "");
            table.AddRow("an import", "", $"{figures.EndToEnd:N0}");
            table.AddRow("the same again", "", $"{figures.Again:N0}");
            AnsiConsole.Write(table);
        });
        return command;
    }
}
