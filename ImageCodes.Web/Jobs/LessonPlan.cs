using System.Text.Json;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Files;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Storage;
using ImageCodes.Model.Training;

namespace ImageCodes.Web.Jobs;

/// <summary>
/// What a training learns from and what it is tested on: chosen once and kept, so that it goes on with the same pictures.
/// </summary>
/// <param name="Pictures">Those chosen.</param>
/// <param name="Verdicts">On pairs of them.</param>
/// <param name="HeldOut">The paths of those that nothing is learned from.</param>
internal sealed record LessonPlan(IReadOnlyList<LearnablePicture> Pictures, IReadOnlyList<Verdict> Verdicts, IReadOnlyList<string> HeldOut)
{
    /// <summary>When it was made, UTC.</summary>
    public DateTime Made { get; init; }

    /// <summary>
    /// What pictures that are learned from are called, also those that are gone since: a label keeps its place in what was learned.
    /// </summary>
    public IReadOnlyList<string> Labels { get; init; } = LabelsOf(Pictures, [.. HeldOut]);

    private static string FileIn(string folder) => Path.Combine(folder, "choice.json");

    /// <summary>The plan that a training's folder holds; null where none was made yet.</summary>
    public static LessonPlan? Find(string folder) =>
        File.Exists(FileIn(folder)) ? JsonSerializer.Deserialize<LessonPlan>(File.ReadAllText(FileIn(folder))) : null;

    // Its name is there for good, so its content is to be.
    public void Keep(string folder) => WholeFile.Write(FileIn(folder), file => JsonSerializer.Serialize(file, this), onDisk: true);

    /// <summary>All pictures that are still there, decoded, with their labels and verdicts.</summary>
    public TrainingSet Decode(PictureDecoder decoder, CancellationToken cancel)
    {
        var byPath = Pictures.ToDictionary(picture => picture.Path);
        var decoded = TrainingSet.Load(
            Pictures.Select(picture => (PictureFile.Alone(picture.Path), (Func<byte[]>)(() => File.ReadAllBytes(picture.Path)))), decoder, cancel: cancel);
        var places = decoded.Pictures.Select((picture, place) => (byPath[picture.Path!].Id, place)).ToDictionary(pair => pair.Id, pair => pair.place);
        return new TrainingSet(
            [.. decoded.Pictures.Select(picture => picture with { Labels = byPath[picture.Path!].Labels })],
            [.. Verdicts.Where(verdict => places.ContainsKey(verdict.FirstId) && places.ContainsKey(verdict.SecondId))
                .Select(verdict => new JudgedPair(places[verdict.FirstId], places[verdict.SecondId], verdict.Alike))]);
    }

    /// <summary>The same with no more than so many of the pictures that are learned from, evenly from the first to the last.</summary>
    public LessonPlan Sample(int most)
    {
        var parts = Parts();
        return this with { Pictures = [.. parts[true], .. parts[false].ToList().Evenly(most)] };
    }

    /// <summary>Those that are learned from (false) and those that are held out (true).</summary>
    public ILookup<bool, LearnablePicture> Parts()
    {
        var heldOut = HeldOut.ToHashSet();
        return Pictures.ToLookup(picture => heldOut.Contains(picture.Path));
    }

    private static IReadOnlyList<string> LabelsOf(IReadOnlyList<LearnablePicture> pictures, HashSet<string> heldOut) =>
        [.. pictures.Where(picture => !heldOut.Contains(picture.Path)).SelectMany(picture => picture.Labels).Distinct()];

    /// <summary>The pictures decoded, the held-out ones apart.</summary>
    public (TrainingSet Kept, TrainingSet HeldOut) Read(PictureDecoder decoder, CancellationToken cancel)
    {
        var set = Decode(decoder, cancel);
        var heldOut = HeldOut.ToHashSet();
        var kept = set.Part(place => !heldOut.Contains(set.Pictures[place].Path!));
        return (new TrainingSet(kept.Pictures, kept.Pairs, Labels), set.Part(place => heldOut.Contains(set.Pictures[place].Path!)));
    }
}
