using ImageCodes.Model.Experiments.Data;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// Curves through six numbers (Hinton and Salakhutdinov 2006): 784-400-200-100-50-25-6 beside logistic and linear principal components.
/// </summary>
internal sealed class DeepCurvesExperiment : IExperiment
{
    private const int Numbers = 6;
    private const int MoreNumbers = 18;
    private const int Rounds = 100;
    private const int Seen = 20_000, Unseen = 10_000;
    private const int QuickSeen = 3_000, QuickUnseen = 1_000;
    private const int Shown = 10;

    private static readonly DeepReconstruction Deep = new(
        "curves", ObservationModel.Bernoulli, [new(400), new(200), new(100), new(50), new(25), new(Numbers, Linear: true)],
        new DescentOptions { Epochs = 200, Batch = 250, LearningRate = 2e-3 });

    public string Name => "deep-curves";

    public string Summary =>
        "Generated curves through 6 numbers, 784-400-200-100-50-25-6: squared error a curve beside that of logistic and linear principal components.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        var (seen, unseen) = (Curves.Draw(context.Quick ? QuickSeen : Seen, context.Seed), Curves.Draw(context.Quick ? QuickUnseen : Unseen, context.Seed + 1));
        Tensor Logistic(int count) => DeepReconstruction.OfLogisticComponents(context, seen, unseen, count, Rounds);
        var (few, more) = (Logistic(Numbers), Logistic(MoreNumbers));
        var components = DeepReconstruction.OfComponents(seen, unseen, MoreNumbers);
        var deep = Deep.Of(context, seen, unseen);
        context.Show("curves above ours above 6 and 18 logistic components above 18 components",
            GreyPictures.Of(cat([.. new[] { unseen, deep, few, more, components }.Select(rows => rows[..Shown])])), Shown);
        return
        [
            new("squared error a test curve, 784-400-200-100-50-25-6", DeepReconstruction.Error(deep, unseen), 1.44, "1.44 (Hinton and Salakhutdinov 2006); later optimisers .20"),
            new($"squared error a test curve, {Numbers} logistic components", DeepReconstruction.Error(few, unseen), Published: "7.64"),
            new($"squared error a test curve, {MoreNumbers} logistic components", DeepReconstruction.Error(more, unseen), Published: "2.45"),
            new($"squared error a test curve, {MoreNumbers} principal components", DeepReconstruction.Error(components, unseen), Published: "5.90"),
        ];
    }
}
