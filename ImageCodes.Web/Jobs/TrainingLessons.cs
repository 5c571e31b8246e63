using System.Text.Json;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Storage;
using ImageCodes.Model.Training;
using ImageCodes.Web.Search;

namespace ImageCodes.Web.Jobs;

/// <summary>What a training learns from and what it is tested on. The choice is made once and kept, so that a training goes on with the same pictures.</summary>
internal sealed class TrainingLessons(PictureStore pictures, VerdictStore verdicts, PictureDecoder decoder, LiveModel live, TrainingFolders folders)
{
    private const double HeldOutShare = 0.1;
    private const int FewestPictures = 20;
    private const int EncodedAtOnce = 256;

    /// <param name="Pictures">Those chosen.</param>
    /// <param name="Verdicts">On pairs of them.</param>
    /// <param name="HeldOut">The paths of those that nothing is learned from.</param>
    private sealed record Choice(IReadOnlyList<LearnablePicture> Pictures, IReadOnlyList<Verdict> Verdicts, IReadOnlyList<string>? HeldOut);

    /// <summary>The pictures decoded, the held-out ones apart.</summary>
    /// <exception cref="InvalidOperationException">Too few were chosen.</exception>
    public (TrainingSet Kept, TrainingSet HeldOut) Read(long job, TrainRequest request, CancellationToken cancel)
    {
        var file = Path.Combine(folders.Of(job), "choice.json");
        var choice = File.Exists(file) ? JsonSerializer.Deserialize<Choice>(File.ReadAllText(file))! : Choose(request);
        if (choice.Pictures.Count < FewestPictures) throw new InvalidOperationException($"A training needs at least {FewestPictures} pictures; {choice.Pictures.Count} were chosen.");
        var set = Decode(choice, cancel);
        if (choice.HeldOut is not null)
        {
            var heldOut = choice.HeldOut.ToHashSet();
            return (set.Part(place => !heldOut.Contains(set.Pictures[place].Path!)), set.Part(place => heldOut.Contains(set.Pictures[place].Path!)));
        }

        var split = set.Split(HeldOutShare, seed: 1, NearDuplicates.Groups([.. set.Pictures.Chunk(EncodedAtOnce)
            .SelectMany(chunk => live.Current.Encoder.Encode([.. chunk.Select(picture => picture.Pixels)]))]));
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(choice with { HeldOut = [.. split.HeldOut.Pictures.Select(picture => picture.Path!)] }));
        File.Move(file + ".new", file);
        return split;
    }

    private Choice Choose(TrainRequest request)
    {
        var chosen = pictures.ForTraining(request.Folders, request.Labels ?? []);
        return new Choice(chosen, verdicts.Among([.. chosen.Select(picture => picture.Id)]), null);
    }

    private TrainingSet Decode(Choice choice, CancellationToken cancel)
    {
        var byPath = choice.Pictures.ToDictionary(picture => picture.Path);
        var decoded = TrainingSet.Load(
            choice.Pictures.Select(picture => (new PictureFile(picture.Path, null, 1), (Func<byte[]>)(() => File.ReadAllBytes(picture.Path)))), decoder, cancel: cancel);
        var places = decoded.Pictures.Select((picture, place) => (byPath[picture.Path!].Id, place)).ToDictionary(pair => pair.Id, pair => pair.place);
        return new TrainingSet(
            [.. decoded.Pictures.Select(picture => picture with { Labels = byPath[picture.Path!].Labels })],
            [.. choice.Verdicts.Where(verdict => places.ContainsKey(verdict.FirstId) && places.ContainsKey(verdict.SecondId))
                .Select(verdict => new JudgedPair(places[verdict.FirstId], places[verdict.SecondId], verdict.Alike))]);
    }
}
