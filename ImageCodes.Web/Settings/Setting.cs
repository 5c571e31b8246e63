using System.Reflection;
using System.Text.Json;

namespace ImageCodes.Web.Settings;

/// <summary>
/// One property of an options class, and the names under which it can be set: <c>appsettings.json</c> (its
/// <see cref="Key"/>), the environment (<see cref="Variable"/>) and the command line (<see cref="Flag"/>).
/// </summary>
/// <param name="Section">Its section below <see cref="Root"/>; empty for the top.</param>
/// <param name="Property">Of the options class.</param>
/// <param name="IsForServer">Whether it matters to <c>serve</c> alone.</param>
internal sealed record Setting(string Section, PropertyInfo Property, bool IsForServer = false)
{
    /// <summary>All settings stand below this section of <c>appsettings.json</c>.</summary>
    public const string Root = "ImageCodes";

    public string Key => Section.Length == 0 ? $"{Root}:{Property.Name}" : $"{Root}:{Section}:{Property.Name}";

    public string Flag => "--" + JsonNamingPolicy.KebabCaseLower.ConvertName(Section + Property.Name);

    public string Variable => "IMAGECODES_" + JsonNamingPolicy.SnakeCaseUpper.ConvertName(Section + Property.Name);

    public string Summary => Summaries.Of(Property);

    public bool IsSwitch => Property.PropertyType == typeof(bool);
}
