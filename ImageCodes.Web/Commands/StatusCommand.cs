using System.CommandLine;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes status</c>: what the library holds, by which model, at what cost.</summary>
internal static class StatusCommand
{
    public static Command Create(SettingFlags flags)
    {
        var json = Output.JsonFlag();
        var command = new Command("status", "Tell what the library holds.") { json };
        command.SetAction(call =>
        {
            using var services = flags.ServicesOfLibrary(call);
            var status = services.GetRequiredService<LibraryStatus>().Read();
            if (call.GetValue(json))
            {
                Output.PrintJson(status);
                return;
            }

            var table = new Table().HideHeaders().AddColumn("").AddColumn("");
            foreach (var (name, value) in status.Lines()) table.AddRow(name, Markup.Escape(value));
            AnsiConsole.Write(table);
        });
        return command;
    }
}
