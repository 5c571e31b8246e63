using System.CommandLine;
using System.Text.Json;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Models;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes codes</c>: all codes of the library.</summary>
internal static class CodesCommand
{
    private sealed record CodeLine(long Id, string Path, string Hash, string Code);

    public static Command Create(SettingFlags flags)
    {
        var json = Output.JsonFlag("Print one JSON object; otherwise a line a picture: code, id, path.");
        var command = new Command("codes", "Print the code of every picture. The first bit is the highest of the first hexadecimal digit.") { json };
        command.SetAction(call =>
        {
            using var services = flags.ServicesOfLibrary(call);
            var model = services.GetRequiredService<LiveModel>();
            var lines = services.GetRequiredService<CodeStore>().All(model.Current.Id)
                .Select(code => new CodeLine(code.Id, code.Path, code.Hash, code.Code.ToString()));
            if (call.GetValue(json))
            {
                using var output = Console.OpenStandardOutput();
                JsonSerializer.Serialize(output, new { Model = model.Current.Encoder.Version, model.Current.Encoder.Bits, Codes = lines }, Output.Json);
                output.WriteByte((byte)'\n');
                return;
            }

            foreach (var line in lines) Console.WriteLine($"{line.Code}  {line.Id,8}  {Output.OneLine(line.Path)}");
        });
        return command;
    }
}
