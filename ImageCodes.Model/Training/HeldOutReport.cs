using ImageCodes.Model.Codes;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Networks;

namespace ImageCodes.Model.Training;

/// <summary>The figures that a model file carries: what its codes do on pictures that it did not learn from.</summary>
public static class HeldOutReport
{
    /// <summary>
    /// For each prefix, precision at 10 and 10-nearest-neighbour accuracy over the labelled pictures, and how evenly the bits
    /// are used. Empty where fewer than two labelled pictures are held out.
    /// </summary>
    /// <param name="encoder">The model.</param>
    /// <param name="heldOut">Each is a query.</param>
    /// <param name="searched">
    /// The codes of what is searched: a small collection has too few held-out pictures of a label to fill ten places. Null: the other
    /// held-out pictures.
    /// </param>
    /// <param name="cancel">Stops between batches.</param>
    public static IReadOnlyDictionary<string, double> Of(
        PictureEncoder encoder, TrainingSet heldOut, IReadOnlyList<LabelledCode>? searched = null, CancellationToken cancel = default)
    {
        var codes = Encode(encoder, heldOut, cancel);
        if (codes.Count < 2 || searched is { Count: 0 }) return new Dictionary<string, double>();
        var metrics = new Dictionary<string, double>();
        foreach (var bits in encoder.Card.Network.Prefixes)
        {
            var figures = searched is null ? RetrievalEvaluation.LeaveOneOut(codes, bits) : RetrievalEvaluation.Measure(codes, searched, bits);
            metrics[$"precisionAt10.{bits}"] = Math.Round(figures.PrecisionAt10, 4);
            metrics[$"knnAccuracy.{bits}"] = Math.Round(figures.KnnAccuracy, 4);
        }

        var statistics = CodeStatistics.Of([.. codes.Select(code => code.Code)]);
        metrics["meanBitEntropy"] = Math.Round(statistics.MeanBitEntropy, 4);
        metrics["distinctShare"] = Math.Round((double)statistics.Distinct / statistics.Codes, 4);
        return metrics;
    }

    /// <summary>The codes of the labelled pictures, in their order.</summary>
    public static IReadOnlyList<LabelledCode> Encode(PictureEncoder encoder, TrainingSet set, CancellationToken cancel = default)
    {
        var labelled = set.Labelled;
        return Label(encoder.Encode([.. labelled.Select(picture => picture.Input)], cancel), labelled);
    }

    /// <summary>Codes with what the pictures are called whose codes they are; those of pictures without a label are left out.</summary>
    public static IReadOnlyList<LabelledCode> Label(IReadOnlyList<PictureCode> codes, IReadOnlyList<LabelledPicture> pictures) =>
        [.. codes.Zip(pictures).Where(pair => pair.Second.Label is not null).Select(pair => new LabelledCode(pair.First.Code, pair.Second.Labels))];
}
