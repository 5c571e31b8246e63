using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Experiments.Data;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// A code in two parts (Salakhutdinov and Hinton 2007): the first 30 units bring digits of a kind together, all 50 draw the
/// digit. What a digit is goes into the first part, how it is written into the second.
/// </summary>
internal sealed class MnistNcaSplitExperiment : IExperiment
{
    private const int Units = 50;
    private const int Content = 30;
    private const int Turned = 1_000;       // digits whose units are turned
    private const double Reach = 2.5;       // standard deviations to each side
    private const int Steps = 9;

    // Smaller steps than for all units: with larger ones the rest learns of the kind too.
    private static readonly DescentOptions Descent = MnistAutoencoder.Descent with { Epochs = 40, LearningRate = 2e-3 };

    public string Name => "mnist-nca-split";

    public string Summary =>
        "MNIST by NCA on 30 of 50 units: errors of the nearest neighbours by the part that says what a digit is, and by the part that says how it is written.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        using var train = Mnist.Read(context, "train");
        using var test = Mnist.Read(context, "t10k");
        using var digits = MnistAutoencoder.Learn(context, train, test, Units, new NeighbourTuningOptions { Descent = Descent, NeighbourUnits = Content });
        double Error(int first, int end) => 100 * RealNeighbours.Error(digits.Asked[.., first..end], test.Labels, digits.Known[.., first..end], train.Labels, 3);
        using var _ = no_grad();
        var taken = Enumerable.Range(0, Units).Select(unit => TakenForAnother(digits, test.Labels, train.Labels, unit)).ToList();
        var content = Enumerable.Range(0, Content).MaxBy(unit => taken[unit]);   // turns the kind most
        // Changes the drawing most, and the kind seldom.
        var style = Enumerable.Range(Content, Units - Content).MaxBy(unit => Change(digits, unit) * (1 - taken[unit] / 100));
        Film(context, "content", digits, test.Labels, content);
        Film(context, "style", digits, test.Labels, style);
        return
        [
            new($"3-NN error in percent, the {Content} units of NCA", Error(0, Content), 1.0, "1.00 (Salakhutdinov and Hinton 2007)"),
            new($"3-NN error in percent, the other {Units - Content}", Error(Content, Units), Published: "4.3; more than 3 is aimed at"),
            new($"digits drawn with unit {content} of the first turned that are taken for another, percent", taken[content]),
            new($"digits drawn with unit {style} of the others turned that are taken for another, percent", taken[style]),
        ];
    }

    /// <summary>Codes with one unit set to so many standard deviations from its mean.</summary>
    private static Tensor Turn(LearnedDigits digits, Tensor codes, int unit, double deviations)
    {
        using var scope = NewDisposeScope();
        var turned = codes.clone();
        turned[.., unit] = digits.Known[.., unit].mean() + digits.Known[.., unit].std() * deviations;
        return turned.MoveToOuterDisposeScope();
    }

    private static Tensor Draw(LearnedDigits digits, Tensor codes) => digits.Network.Decode(codes).sigmoid();   // (B, 784)

    /// <summary>How much the drawings change as the unit is turned from one end to the other, mean square of a pixel.</summary>
    private static double Change(LearnedDigits digits, int unit)
    {
        using var scope = NewDisposeScope();
        var codes = digits.Asked[..Turned];
        return (Draw(digits, Turn(digits, codes, unit, Reach)) - Draw(digits, Turn(digits, codes, unit, -Reach))).square().mean().item<float>();
    }

    /// <summary>
    /// Of the drawings with the unit at either end, the share that the three nearest digits, by the content of the drawing's own code, take
    /// for another digit.
    /// </summary>
    private static double TakenForAnother(LearnedDigits digits, IReadOnlyList<int> labels, IReadOnlyList<int> known, int unit)
    {
        using var scope = NewDisposeScope();
        var own = labels.Take((int)Math.Min(Turned, digits.Asked.shape[0])).ToList();
        return 100 * new[] { -Reach, Reach }.Average(end =>
        {
            var drawn = digits.Network.Encode(Draw(digits, Turn(digits, digits.Asked[..Turned], unit, end)));
            return RealNeighbours.Error(drawn[.., ..Content], own, digits.Known[.., ..Content], known, 3);
        });
    }

    /// <summary>A row a kind of digit, from the unit's low end to its high end.</summary>
    private static void Film(ExperimentContext context, string part, LearnedDigits digits, IReadOnlyList<int> labels, int unit)
    {
        using var scope = NewDisposeScope();
        var rows = labels.Select((label, place) => (label, place)).GroupBy(pair => pair.label)
            .OrderBy(group => group.Key).Select(group => (long)group.First().place).ToArray();
        var codes = digits.Asked.index_select(0, tensor(rows));
        var columns = Enumerable.Range(0, Steps).Select(step => Draw(digits, Turn(digits, codes, unit, Reach * (2.0 * step / (Steps - 1) - 1))));
        context.Show($"{part} unit", GreyPictures.Of(stack(columns, 1).reshape(-1, Mnist.Pixels)), Steps);
    }
}
