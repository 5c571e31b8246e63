using System.Reflection;
using System.Text.RegularExpressions;

namespace ImageCodes.Web.Settings;

/// <summary>
/// One property of an options class, and the names under which it can be set: <c>appsettings.json</c> (its
/// <see cref="Key"/>), the environment (<see cref="Variable"/>) and the command line (<see cref="Flag"/>).
/// </summary>
/// <param name="Section">Its section below <see cref="Root"/>; empty for the top.</param>
/// <param name="Property">Of the options class.</param>
/// <param name="IsForServer">Whether it matters to <c>serve</c> alone.</param>
internal sealed partial record Setting(string Section, PropertyInfo Property, bool IsForServer = false)
{
    /// <summary>All settings stand below this section of <c>appsettings.json</c>.</summary>
    public const string Root = "ImageCodes";

    public string Key => Section.Length == 0 ? $"{Root}:{Property.Name}" : $"{Root}:{Section}:{Property.Name}";

    public string Flag => "--" + Words('-').ToLowerInvariant();

    public string Variable => "IMAGECODES_" + Words('_').ToUpperInvariant();

    public string Summary => Summaries.Of(Property);

    public bool IsSwitch => Property.PropertyType == typeof(bool);

    private string Words(char between) =>
        string.Join(between, WordStart().Split(Section + Property.Name).Where(word => word.Length > 0));

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();
}
