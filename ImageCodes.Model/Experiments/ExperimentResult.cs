using System.Text.Json;
using ImageCodes.Model.Files;

namespace ImageCodes.Model.Experiments;

/// <summary>What an experiment found.</summary>
/// <param name="Experiment">Its name.</param>
/// <param name="Seed">The seed it ran with.</param>
/// <param name="Quick">Whether it learned for a tenth of the time only.</param>
/// <param name="Seconds">How long it took, training included.</param>
/// <param name="Figures">In the order of its table.</param>
public sealed record ExperimentResult(string Experiment, int Seed, bool Quick, double Seconds, IReadOnlyList<ExperimentFigure> Figures)
{
    /// <summary>What the experiment last found in a work folder, by a full or by a quick run; null where none ended.</summary>
    public static ExperimentResult? Find(string work, string experiment, bool quick)
    {
        var file = FileOf(work, experiment, quick);
        return File.Exists(file) ? JsonSerializer.Deserialize<ExperimentResult>(File.ReadAllText(file), JsonSerializerOptions.Web) : null;
    }

    /// <summary>Keeps the result in a work folder; a quick one beside that of a full run.</summary>
    public void Save(string work) =>
        WholeFile.Write(
            FileOf(Directory.CreateDirectory(work).FullName, Experiment, Quick),
            JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web));

    /// <summary>How the files of a run begin: those of quick runs stand beside those of full ones.</summary>
    internal static string NameOf(string experiment, bool quick) => quick ? experiment + "-quick" : experiment;

    private static string FileOf(string work, string experiment, bool quick) => Path.Combine(work, NameOf(experiment, quick) + ".json");
}
