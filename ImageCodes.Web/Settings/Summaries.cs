using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ImageCodes.Web.Settings;

/// <summary>
/// The summaries of properties, read from the documentation files beside the assemblies: what the code says and what <c>--help</c> says is
/// one text.
/// </summary>
internal static partial class Summaries
{
    private static readonly Dictionary<Assembly, Dictionary<string, string>> Read = [];

    /// <summary>One line, or an empty one where the documentation file is missing.</summary>
    public static string Of(PropertyInfo property)
    {
        var assembly = property.DeclaringType!.Assembly;
        lock (Read)
        {
            if (!Read.TryGetValue(assembly, out var members)) Read[assembly] = members = Load(Path.ChangeExtension(assembly.Location, ".xml"));
            return members.GetValueOrDefault($"P:{property.DeclaringType.FullName}.{property.Name}", "");
        }
    }

    private static Dictionary<string, string> Load(string path) => !File.Exists(path) ? [] : XDocument.Load(path)
        .Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => Spaces().Replace(member.Element("summary")!.Value, " ").Trim());

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
