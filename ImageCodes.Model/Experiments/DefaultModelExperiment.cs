using System.Diagnostics;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// What the default model is worth: classes it learned in pictures it did not see, photographs found again after edits,
/// and its pace. Nothing is trained here.
/// </summary>
internal sealed class DefaultModelExperiment : IExperiment
{
    private const string Hashes = "64-bit pHash .66, dHash .67; 256-bit ITQ on pixels .64";
    private const int EncodingBatch = 64;
    private static readonly TimeSpan EncodingTime = TimeSpan.FromSeconds(5);

    public string Name => "default-model";

    public string Summary =>
        "The default model's codes: classes of Tiny ImageNet's validation pictures, edited photographs found again, pictures encoded a second.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var encoder = PictureEncoder.Load(context.Model);
        var validation = context.Pictures("tinyimagenet.zip/val");
        context.Tell("encoding pictures");
        var codes = HeldOutReport.Encode(encoder, validation, context.Cancel);
        var figures = new List<ExperimentFigure>();
        foreach (var bits in encoder.Card.Network.Prefixes)
        {
            var retrieval = RetrievalEvaluation.LeaveOneOut(codes, bits);
            double? floor = bits switch { 64 => 0.25, 256 => 0.30, _ => null };
            figures.Add(new($"precision at 10, {bits} bits", retrieval.PrecisionAt10, floor, floor is null ? null : "pHash and ITQ on 16 x 16 pixels .01-.02"));
            figures.Add(new($"10-NN accuracy, {bits} bits", retrieval.KnnAccuracy));
        }

        figures.AddRange(NearDuplicates(context, encoder, [.. codes.Select(code => code.Code)]));
        figures.Add(new("pictures encoded a second, network alone", EncodingPace(encoder, validation), 400));
        return figures;
    }

    /// <summary>Photographs among the validation pictures, asked for by each edit.</summary>
    private static IEnumerable<ExperimentFigure> NearDuplicates(ExperimentContext context, PictureEncoder encoder, List<BinaryCode> distractors)
    {
        var files = PictureFiles.ReadBelow(context.PathOf("photos-bsds200.zip")).Select(entry => entry.Read()).ToList();
        context.Tell("editing photographs");
        var edited = EditedPictures.Decode(context.Decoder, files, encoder.Card.Network.Side, context.Cancel).Encode(encoder, context.Cancel);
        foreach (var (bits, floor) in new[] { (256, 0.95), (64, 0.85) })
        {
            var recalls = edited.RecallAtOne(distractors, bits);
            yield return new($"near-duplicates, mean recall at 1, {bits} bits", recalls.Average(edit => edit.Recall), floor, Hashes);
            foreach (var (name, recall) in recalls) yield return new($"  {name}, {bits} bits", recall);
        }
    }

    private static double EncodingPace(PictureEncoder encoder, TrainingSet set)
    {
        var batch = set.Pictures.Take(EncodingBatch).Select(picture => picture.Input).ToList();
        encoder.Encode(batch);
        var clock = Stopwatch.StartNew();
        var count = 0;
        for (; clock.Elapsed < EncodingTime; count += batch.Count) encoder.Encode(batch);
        return count / clock.Elapsed.TotalSeconds;
    }
}
