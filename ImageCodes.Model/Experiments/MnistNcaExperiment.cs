using ImageCodes.Model.Codes.Coders;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Experiments.Data;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// Regularised nonlinear neighbourhood components analysis of digits (Salakhutdinov and Hinton 2007): a code of 30 numbers, and one of 32
/// bits.
/// </summary>
internal sealed class MnistNcaExperiment : IExperiment
{
    private const int Numbers = 30;
    private const int Bits = 32;
    private const int Shown = 9;   // of the nearest

    public string Name => "mnist-nca";

    public string Summary =>
        "MNIST by regularised nonlinear NCA, 784-500-500-2000-30: errors of the nearest neighbours by 30 numbers and by 32 bits.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        using var train = Mnist.Read(context, "train");
        using var test = Mnist.Read(context, "t10k");
        var figures = new List<ExperimentFigure>
        {
            new("3-NN error in percent, pixels", 100 * RealNeighbours.Error(test.Pictures, test.Labels, train.Pictures, train.Labels, 3), Published: "3.05 at 5-NN"),
        };
        using var numbers =
            MnistAutoencoder.Learn(context, train, test, Numbers, new NeighbourTuningOptions { Descent = MnistAutoencoder.Descent, NeighbourUnits = Numbers });
        foreach (var (k, floor, published) in new[] { (1, null, "1.08"), (3, 1.00, "1.00 (Salakhutdinov and Hinton 2007)"), (5, (double?)null, "1.03"), (7, null, "1.01") })
            figures.Add(new($"{k}-NN error in percent, {Numbers} numbers", 100 * RealNeighbours.Error(numbers.Asked, test.Labels, numbers.Known, train.Labels, k), floor, published));

        var asked = test.OneOfEachKind(context.Seed);
        var nearest = tensor(RealNeighbours.Nearest(numbers.Asked.index_select(0, asked), numbers.Known, Shown).SelectMany(near => near).ToArray());
        context.Show($"a digit of each kind and the {Shown} nearest by {Numbers} numbers",
            GreyPictures.Of(cat([
                test.Pictures.index_select(0, asked).unsqueeze(1), train.Pictures.index_select(0, nearest).reshape(-1, Shown, Mnist.Pixels),
            ], 1).reshape(-1, Mnist.Pixels)), Shown + 1);

        using var bits = MnistAutoencoder.Learn(context, train, test, Bits, new NeighbourTuningOptions { Descent = MnistAutoencoder.Descent, NeighbourUnits = Bits, Binary = true });
        var (queries, database) = (Labelled(bits.Asked, test.Labels), Labelled(bits.Known, train.Labels));
        var retrieval = RetrievalEvaluation.Measure(queries, database, Bits, votes: 3);
        figures.Add(new($"3-NN error in percent, {Bits} bits", 100 * (1 - retrieval.KnnAccuracy), 1.1));
        figures.Add(new($"mAP, {Bits} bits", retrieval.Map));
        figures.Add(new($"distinct codes in the database, {Bits} bits", database.Select(code => code.Code).Distinct().Count()));
        return figures;
    }

    private static List<LabelledCode> Labelled(Tensor signs, IReadOnlyList<int> labels) =>   // (N, Bits)
        [.. Signs.ToCodes(signs).Zip(labels, (code, label) => new LabelledCode(code, $"{label}"))];
}
