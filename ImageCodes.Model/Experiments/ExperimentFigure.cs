using System.Text.Json.Serialization;

namespace ImageCodes.Model.Experiments;

/// <summary>One measured number.</summary>
/// <param name="Name">What was measured; one of which less is better has the word error in it.</param>
/// <param name="Value">What came out; accuracies and precisions from 0 to 1, errors in percent where the name says so.</param>
/// <param name="Floor">What it must at least be (an error: at most); null where it is reported only.</param>
/// <param name="Published">What others reached, and who; null where nobody measured the same.</param>
public sealed record ExperimentFigure(string Name, double Value, double? Floor = null, string? Published = null)
{
    /// <summary>Whether the figure falls short of its floor; one that is an error lies above it then.</summary>
    [JsonIgnore]
    public bool Missed => Name.Contains("error", StringComparison.Ordinal) ? Value > Floor : Value < Floor;
}
