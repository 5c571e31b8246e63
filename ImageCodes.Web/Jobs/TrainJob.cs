using System.Text.Json;
using System.Text.Json.Serialization;
using ImageCodes.Model.Codes.Coders;
using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Jobs;

/// <summary>What is to be learned, and from what.</summary>
/// <param name="Name">What the model will be called.</param>
/// <param name="StartModelId">The model whose weights to begin with; null to begin with random ones.</param>
/// <param name="Folders">Learn from the pictures in these folders and below them; none: from all.</param>
/// <param name="Epochs">
/// Passes over the pictures that the whole network learns from, 0 to 1,000. Without any, it stays as it is, and its code head or a coder
/// learns.
/// </param>
/// <param name="Labels">Learn from the pictures with one of these labels, and from no other label; none: from all labels.</param>
/// <param name="Coder">
/// Which coder of the literature learns from the pictures to make bits of the network's activations; null: their signs are the bits.
/// </param>
/// <param name="HeadEpochs">
/// Passes after these in which the code head alone learns, how bits are made of what the network sees: quick. 0 to 1,000.
/// </param>
public sealed record TrainRequest(
    string Name, long? StartModelId, IReadOnlyList<string> Folders, int Epochs,
    IReadOnlyList<string>? Labels = null, string? Coder = null, int HeadEpochs = 0)
{
    /// <summary>Passes of the whole network that are enough in most cases.</summary>
    public const int UsualEpochs = 10;

    /// <summary>Passes of the code head alone that are enough in most cases.</summary>
    public const int UsualHeadEpochs = 20;

    private const int LongestName = 60;
    private const int MostEpochs = 1_000;

    /// <summary>What is wrong with it, as a sentence; null where nothing is.</summary>
    public string? Refuse() =>
        string.IsNullOrWhiteSpace(Name) || Name.Length > LongestName ? $"A model's name has 1 to {LongestName} letters."
        : Coder is { } coder && CoderCatalogue.Refuse(coder) is { } unknown ? unknown
        : Epochs is < 0 or > MostEpochs || HeadEpochs is < 0 or > MostEpochs ? $"A training passes over the pictures 0 to {MostEpochs:N0} times; got {Epochs:N0}{(HeadEpochs == 0 ? "" : $", and {HeadEpochs:N0} for the head alone")}."
        : Epochs + HeadEpochs == 0 && Coder is null ? "Without passes over the pictures, and without a coder, nothing is learned: ask for at least one pass."
        : Epochs == 0 && StartModelId is null ? "Without passes of the whole network there must be a model to begin with; random weights see nothing."
        : null;
}

/// <summary>The share of the 10 nearest that are alike, of held-out pictures, after a step.</summary>
public sealed record CurvePoint(int Step, double PrecisionAt10);

/// <summary>What a training does, one after the other.</summary>
[JsonConverter(typeof(TrainStageConverter))]
public enum TrainStage
{
    /// <summary>Chooses and reads pictures.</summary>
    Reading,

    /// <summary>Looks at the pictures that the code head, or a coder, will learn from.</summary>
    Describing,

    /// <summary>Learns, step by step.</summary>
    Learning,

    /// <summary>Measures the new model beside the one in use.</summary>
    Comparing,

    /// <summary>Makes the new model's codes of the library.</summary>
    Encoding,

    /// <summary>Is over.</summary>
    Done,
}

/// <summary>Stages as they are written: in camel case.</summary>
internal sealed class TrainStageConverter() : JsonStringEnumConverter<TrainStage>(JsonNamingPolicy.CamelCase);

/// <summary>Where a training is.</summary>
/// <param name="Stage">What it does.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Losses">The last step's, by name.</param>
/// <param name="SecondsLeft">
/// Of describing, or of learning by the network or by its head alone, whichever goes on, at this pace; null while unknown.
/// </param>
/// <param name="Curve">On held-out pictures, after each pass.</param>
/// <param name="Before">Figures of the live model on the held-out pictures, by name.</param>
/// <param name="After">The same of the new one.</param>
/// <param name="ModelId">The new model, once it is there.</param>
/// <param name="Searches">The same searches by both; those by the new one are made at the end.</param>
/// <param name="Share">How far the stage is, 0 to 1, where that is known of another stage than learning.</param>
/// <param name="WithoutCode">How many files could not be read at the end, and have no code of the new model.</param>
public sealed record TrainState(
    TrainStage Stage, int Step, int Steps, IReadOnlyDictionary<string, double> Losses, double? SecondsLeft, IReadOnlyList<CurvePoint> Curve,
    IReadOnlyDictionary<string, double>? Before = null, IReadOnlyDictionary<string, double>? After = null, long? ModelId = null,
    IReadOnlyList<ComparedSearch>? Searches = null, double? Share = null, int WithoutCode = 0);

/// <summary>A training as pages and the API see it.</summary>
/// <param name="Id">The job's number.</param>
/// <param name="State">Where it is.</param>
/// <param name="Request">What was asked for.</param>
/// <param name="Progress">How far it is; null before its first report.</param>
/// <param name="Error">A sentence, where it failed.</param>
/// <param name="Created">When it was asked for, UTC.</param>
/// <param name="Changed">When it last told of itself, UTC.</param>
public sealed record TrainJob(
    long Id, JobState State, TrainRequest Request, TrainState? Progress, string? Error, DateTime Created, DateTime Changed) : IJobView
{
    /// <summary>The kind of job in the library.</summary>
    public const string Kind = "train";

    public static TrainJob Of(Job job) =>
        new(job.Id, job.State, job.RequestAs<TrainRequest>(), job.ProgressAs<TrainState>(), job.Error, job.Created, job.Changed);
}
