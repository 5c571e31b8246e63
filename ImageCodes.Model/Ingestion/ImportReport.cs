using System.Text.Json.Serialization;

namespace ImageCodes.Model.Ingestion;

/// <summary>A file that gave no picture.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Reason">A sentence.</param>
public sealed record ImportFailure(string Path, string Reason);

/// <summary>What an import did.</summary>
/// <param name="Imported">Files that brought a new picture, or a picture that had no code yet.</param>
/// <param name="Unchanged">Files whose picture was there already.</param>
/// <param name="Failed">Files that gave no picture.</param>
/// <param name="Seconds">From the first file to the last.</param>
/// <param name="Failures">
/// Each failed file with its reason, the first <see cref="MaxFailures"/>, and every folder that could not be listed.
/// </param>
/// <param name="Stages">Where the time went.</param>
/// <param name="Forgotten">Files that were gone, and are no longer part of the library.</param>
public sealed record ImportReport(
    int Imported, int Unchanged, int Failed, double Seconds, IReadOnlyList<ImportFailure> Failures, ImportStages? Stages = null, int Forgotten = 0)
{
    /// <summary>How many failed files are listed; the count goes on.</summary>
    public const int MaxFailures = 1_000;

    /// <summary>Files that were looked at.</summary>
    [JsonIgnore]
    public int Done => Imported + Unchanged + Failed;

    /// <summary>Whether anything is otherwise than before.</summary>
    [JsonIgnore]
    public bool IsNews => Imported + Failed + Forgotten > 0;
}

/// <summary>Seconds that each stage of an import worked, waiting left out, and added up over the threads that share it.</summary>
/// <param name="Scan">Listing files, and asking which of them have not changed.</param>
/// <param name="Read">Reading and hashing files.</param>
/// <param name="Decode">Decoding pictures, and making thumbnails.</param>
/// <param name="Encode">Making codes, on all cores at a time.</param>
/// <param name="Store">Writing to the database.</param>
public sealed record ImportStages(double Scan, double Read, double Decode, double Encode, double Store)
{
    /// <summary>For people.</summary>
    public override string ToString() =>
        $"scanning {Scan:0.0}, reading {Read:0.0}, decoding {Decode:0.0}, encoding {Encode:0.0}, storing {Store:0.0}";
}

/// <summary>Where an import is.</summary>
/// <param name="Report">What it did so far.</param>
/// <param name="Total">Files there are; null while they are being counted.</param>
public sealed record ImportProgress(ImportReport Report, int? Total)
{
    /// <summary>Where an import is that has come to its end.</summary>
    public static ImportProgress Ended(ImportReport report) => new(report, report.Done);

    public int Done => Report.Done;

    /// <summary>Files a second so far.</summary>
    public double Rate => Report.Seconds > 0 ? Done / Report.Seconds : 0;

    /// <summary>At this rate; null while it cannot be told.</summary>
    public TimeSpan? Left => Total is { } total && Rate > 0 ? TimeSpan.FromSeconds((total - Done) / Rate) : null;
}
