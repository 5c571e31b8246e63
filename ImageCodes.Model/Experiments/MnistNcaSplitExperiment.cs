using ImageCodes.Model.Evaluation;
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

    public string Name => "mnist-nca-split";

    public string Summary => "MNIST by NCA on 30 of 50 units: errors of the nearest neighbours by the part that says what a digit is, and by the part that says how it is written.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        using var train = Mnist.Read(context, "train");
        using var test = Mnist.Read(context, "t10k");
        var (asked, known) = MnistAutoencoder.Learn(context, train, test, Units, new NeighbourTuningOptions { NeighbourUnits = Content });
        double Error(int first, int end) => 100 * RealNeighbours.Error(asked[.., first..end], test.Labels, known[.., first..end], train.Labels, 3);
        return
        [
            new($"3-NN error in percent, the {Content} units of NCA", Error(0, Content), 1.0, "1.00 (Salakhutdinov and Hinton 2007)"),
            new($"3-NN error in percent, the other {Units - Content}", Error(Content, Units), Published: "4.3; more than 3 is aimed at"),
        ];
    }
}
