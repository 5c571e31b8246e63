using System.Text.Encodings.Web;
using System.Text.Json;

namespace ImageCodes.Web.Commands;

/// <summary>How results are printed for scripts: one object on one line, names in camel case, letters of all languages as they are.</summary>
internal static class JsonOutput
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
