using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ImageCodes.Web.Commands;

/// <summary>How results are printed.</summary>
internal static class Output
{
    /// <summary>For scripts: one object on one line, names in camel case, letters of all languages as they are.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints a result for scripts.</summary>
    public static void PrintJson<T>(T result) => Console.WriteLine(JsonSerializer.Serialize(result, Json));

    /// <summary>The flag by which a verb prints for scripts.</summary>
    public static Option<bool> JsonFlag(string description = "Print one JSON object.") => new("--json") { Description = description };

    /// <summary>For people: a file's name may hold line ends and commands to the terminal.</summary>
    public static string OneLine(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? '\uFFFD' : letter));

    /// <summary>For people: hours, of which there may be more than a day has, minutes and seconds.</summary>
    public static string Clock(TimeSpan time) => $"{(int)time.TotalHours:00}:{time:mm\\:ss}";
}
