namespace ImageCodes.Model.Experiments;

/// <summary>The pictures that experiments write into their work folder.</summary>
public static class ExperimentPictures
{
    private const string Kind = ".webp";
    private const string Between = "--";

    /// <summary>Full paths of an experiment's pictures, by name.</summary>
    public static IReadOnlyList<string> Of(string work, string experiment) => Directory.Exists(work)
        ? [.. Directory.EnumerateFiles(work, $"*{Between}*{Kind}").Where(path => Path.GetFileName(path).StartsWith(experiment + Between, StringComparison.Ordinal)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>What a picture shows, as its name says it.</summary>
    public static string Shown(string path) => Path.GetFileNameWithoutExtension(path).Split(Between, 2)[^1].Replace('-', ' ');

    internal static string NameOf(string experiment, string shown) => $"{experiment}{Between}{shown.Replace(' ', '-')}{Kind}";
}
