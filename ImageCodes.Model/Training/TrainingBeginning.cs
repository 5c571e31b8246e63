using System.Security.Cryptography;
using System.Text.Json;

namespace ImageCodes.Model.Training;

/// <summary>
/// What a training began with, as far as it cannot go on with anything else. Some pictures may come and go meanwhile; each label has a
/// proxy of its own.
/// </summary>
/// <param name="Options">How to learn.</param>
/// <param name="Labels">All labels, in their order.</param>
/// <param name="Start">Checksum of the model file that it began from; null for random weights.</param>
/// <param name="Pictures">
/// How many there were. How many steps there are follows from them: with far fewer the training would be over at once.
/// </param>
internal sealed record TrainingBeginning(TrainingOptions Options, IReadOnlyList<string> Labels, string? Start, int Pictures)
{
    private const double FewestOfPictures = 0.9;

    public static TrainingBeginning Of(TrainingOptions options, TrainingSet set, string? start) =>
        new(options, set.Labels, start is null ? null : Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(start))), set.Pictures.Count);

    /// <summary>How this differs from what is asked for, in words; null where it does not.</summary>
    public string? OtherThan(TrainingBeginning asked)
    {
        var (own, others) = (JsonSerializer.Serialize(Options), JsonSerializer.Serialize(asked.Options));
        if (own != others) return $"with other options ({own}) than these ({others})";
        if (Start != asked.Start) return $"{From(Start)}, not {From(asked.Start)}";
        if (asked.Pictures < FewestOfPictures * Pictures) return $"with {Pictures:N0} pictures, of which {asked.Pictures:N0} can be read now";
        return Labels.SequenceEqual(asked.Labels) ? null : $"with other labels ({Named(Labels, asked.Labels)}) than these ({Named(asked.Labels, Labels)})";
    }

    private static string From(string? start) => start is null ? "from random weights" : $"from the model file of checksum {start[..12]}";

    /// <summary>Some of the labels that the others lack.</summary>
    private static string Named(IReadOnlyList<string> labels, IReadOnlyList<string> others)
    {
        const int Shown = 3;
        var own = labels.Except(others).ToList();
        return own.Count == 0 ? "none beside" : string.Join(", ", own.Take(Shown)) + (own.Count > Shown ? $" and {own.Count - Shown:N0} more" : "");
    }
}
