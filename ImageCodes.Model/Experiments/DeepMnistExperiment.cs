using ImageCodes.Model.Experiments.Data;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// Digits through 30 numbers (Hinton and Salakhutdinov 2006): 784-1000-500-250-30 beside logistic and linear principal components.
/// </summary>
internal sealed class DeepMnistExperiment : IExperiment
{
    private const int Numbers = 30;
    private const int Rounds = 100;             // of logistic components
    private const int LogisticRows = 20_000;    // that they learn from

    private static readonly DeepReconstruction Deep = new(
        "mnist", ObservationModel.Bernoulli, [new(1_000), new(500), new(250), new(Numbers, Linear: true)],
        new DescentOptions { Epochs = 60, Batch = 250 });

    public string Name => "deep-mnist";

    public string Summary =>
        "MNIST through 30 numbers, 784-1000-500-250-30: squared error a digit beside that of 30 logistic and 30 linear principal components.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        using var train = Mnist.Read(context, "train");
        using var test = Mnist.Read(context, "t10k");
        var components = DeepReconstruction.OfComponents(train.Pictures, test.Pictures, Numbers);
        var byLogistic = DeepReconstruction.OfLogisticComponents(
            context, train.Pictures[..Math.Min(LogisticRows, (int)train.Pictures.shape[0])], test.Pictures, Numbers, Rounds);
        var deep = Deep.Of(context, train.Pictures, test.Pictures);
        var shown = test.OneOfEachKind(context.Seed);
        context.Show("digits above ours above logistic components above components",
            GreyPictures.Of(cat([.. new[] { test.Pictures, deep, byLogistic, components }.Select(rows => rows.index_select(0, shown))])), (int)shown.shape[0]);
        return
        [
            new("squared error a test digit, 784-1000-500-250-30", DeepReconstruction.Error(deep, test.Pictures), 3.00, "3.00 (Hinton and Salakhutdinov 2006); later optimisers 2.28"),
            new("squared error a test digit, 30 logistic components", DeepReconstruction.Error(byLogistic, test.Pictures), Published: "8.01"),
            new("squared error a test digit, 30 principal components", DeepReconstruction.Error(components, test.Pictures), Published: "13.87"),
        ];
    }
}
