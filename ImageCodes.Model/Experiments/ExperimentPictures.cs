using System.Text.RegularExpressions;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// The pictures that experiments write into their work folder: sheets of small pictures as WebP, curves and points as SVG.
/// </summary>
public static partial class ExperimentPictures
{
    private const string Between = "--";
    private static readonly string[] Kinds = [Sheet, Drawing];

    internal const string Sheet = ".webp";
    internal const string Drawing = ".svg";

    /// <summary>Full paths of an experiment's pictures, by name.</summary>
    public static IReadOnlyList<string> Of(string work, string experiment, bool quick) => Directory.Exists(work)
        ? [.. Directory.EnumerateFiles(work, $"*{Between}*")
            .Where(path => Kinds.Contains(Path.GetExtension(path)) && Path.GetFileName(path).StartsWith(ExperimentResult.NameOf(experiment, quick) + Between, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)]
        : [];

    /// <summary>What a picture shows, as its name says it.</summary>
    public static string Shown(string path) => Path.GetFileNameWithoutExtension(path).Split(Between, 2)[^1].Replace('-', ' ');

    /// <summary>Whether it is of curves or points, on a light ground.</summary>
    public static bool IsDrawing(string path) => Path.GetExtension(path) == Drawing;

    /// <summary>What kind of file a picture is, as HTTP says it.</summary>
    public static string MediaTypeOf(string path) => Path.GetExtension(path) == Drawing ? "image/svg+xml" : "image/webp";

    internal static string NameOf(string experiment, bool quick, string shown, string kind) =>
        $"{ExperimentResult.NameOf(experiment, quick)}{Between}{Punctuation().Replace(shown, "-")}{kind}";

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex Punctuation();
}
