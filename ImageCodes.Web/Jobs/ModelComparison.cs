using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Storage;
using ImageCodes.Model.Training;
using ImageCodes.Web.Models;
using ImageCodes.Web.Search;

namespace ImageCodes.Web.Jobs;

/// <summary>One search by two models, by the pictures' numbers; none by the second as long as its codes are being made.</summary>
public sealed record ComparedSearch(long Query, IReadOnlyList<long> Before, IReadOnlyList<long> After);

/// <summary>What two models are compared on.</summary>
/// <param name="HeldOut">Searched with.</param>
/// <param name="Database">Searched among: some that a training learned from.</param>
/// <param name="Edited">Some held-out pictures with all their edits; null where none is there that can be edited.</param>
internal sealed record ComparedPictures(TrainingSet HeldOut, TrainingSet Database, EditedPictures? Edited);

/// <summary>A new model beside the live one: figures on held-out pictures, edits found again, and the same searches by both.</summary>
internal sealed class ModelComparison(PictureDecoder decoder, SimilarPictures similar, CodeStore codes, PictureStore pictures, LiveModel live)
{
    /// <summary>Of the pictures that a training learned from.</summary>
    public const int MostCompared = 20_000;

    private const int EditedFiles = 40;
    private const int Searches = 10;
    private const int HitsOfEach = 6;

    /// <summary>Decodes what both models are asked.</summary>
    public ComparedPictures Prepare(TrainingSet kept, TrainingSet heldOut, CancellationToken cancel)
    {
        var files = heldOut.Sample(EditedFiles).Pictures.Select(picture => Find(picture.Path!)).OfType<byte[]>().ToList();
        return new ComparedPictures(heldOut, kept, EditedPictures.Decode(decoder, files, cancel: cancel) is { Count: > 0 } edited ? edited : null);
    }

    /// <summary>A file's bytes; null where it is gone, or cannot be read any more.</summary>
    private byte[]? Find(string path)
    {
        try
        {
            return decoder.ReadFile(path);
        }
        catch (Exception failure) when (failure is UnreadablePictureException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// A model's figures, by name: those of <see cref="HeldOutReport"/>, and how many edits of held-out pictures find their picture
    /// before the others that were edited and all of the database, with labels or without.
    /// </summary>
    public static IReadOnlyDictionary<string, double> Figures(PictureEncoder encoder, ComparedPictures compared, CancellationToken cancel)
    {
        var codes = encoder.Encode([.. compared.Database.Pictures.Select(picture => picture.Input)], cancel);
        var database = HeldOutReport.Label(codes, compared.Database.Pictures);
        var figures = new Dictionary<string, double>(HeldOutReport.Of(encoder, compared.HeldOut, database, cancel));
        if (compared.Edited?.Encode(encoder, cancel) is not { } edited) return figures;
        var distractors = codes.Select(code => code.Code).ToList();
        foreach (var bits in encoder.Card.Network.Prefixes)
            figures[$"editsFound.{bits}"] = Math.Round(edited.RecallAtOne(distractors, bits).Average(edit => edit.Recall), 4);
        return figures;
    }

    /// <summary>
    /// The live model's figures, and searches of held-out pictures by it: one model for both, also where another is chosen meanwhile.
    /// </summary>
    public (IReadOnlyDictionary<string, double> Figures, IReadOnlyList<ComparedSearch> Searches) OfLive(ComparedPictures compared, CancellationToken cancel)
    {
        var before = live.Current;
        return (Figures(before.Encoder, compared, cancel),
            [.. compared.HeldOut.Sample(Searches).Pictures.Select(picture => pictures.IdOf(picture.Path!)).OfType<long>()
                .Select(id => new ComparedSearch(id, Hits(before, id), []))]);
    }

    /// <summary>The same searches by another model too, whose codes are made.</summary>
    public IReadOnlyList<ComparedSearch> Repeat(IReadOnlyList<ComparedSearch> searches, PictureEncoder encoder, long modelId)
    {
        var after = new ModelInUse(encoder, modelId, codes);
        return [.. searches.Select(search => search with { After = Hits(after, search.Query) })];
    }

    private IReadOnlyList<long> Hits(ModelInUse model, long id) => codes.Find(model.Id, id) is { } code
        ? [.. similar.Find(new EncodedPicture(model, code), new SearchRequest(HitsOfEach), except: id).Hits.Select(hit => hit.Picture.Id)]
        : [];
}
