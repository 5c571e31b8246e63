using System.CommandLine;
using System.Text.Json;
using ImageCodes.Web.Search;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes status</c>: what the library holds, by which model, at what cost.</summary>
internal static class StatusCommand
{
    public static Command Create(SettingFlags flags)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("status", "Tell what the library holds.") { json };
        command.SetAction(call =>
        {
            using var services = flags.ServicesOfLibrary(call);
            var status = services.GetRequiredService<LibraryStatus>().Read();
            if (call.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(status, Output.Json));
                return;
            }

            var table = new Table().HideHeaders().AddColumn("").AddColumn("");
            foreach (var (name, value) in status.Lines()) table.AddRow(name, Markup.Escape(value));
            AnsiConsole.Write(table);
        });
        return command;
    }
}
