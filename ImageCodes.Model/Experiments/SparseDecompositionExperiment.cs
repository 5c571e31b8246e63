using ImageCodes.Model.Experiments.Data;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// Predictive sparse decomposition (Kavukcuoglu et al. 2008) of patches of photographs and of digits: codes by FISTA, a dictionary that
/// draws the data from them, an encoder that predicts them. FISTA leaves out the term that would pull its codes towards the prediction: the
/// encoder learns from the codes, not they from it. Atoms become edges of photographs and strokes of digits.
/// </summary>
internal sealed class SparseDecompositionExperiment : IExperiment
{
    private const int Atoms = 256;
    private const int Patches = 100_000;
    private const int Rounds = 50;
    private const int Shown = 100;

    private static readonly DescentOptions Descent = new() { Epochs = 10, Batch = 250, LearningRate = 2e-3 };

    public string Name => "sparse-decomposition";

    public string Summary =>
        "Patches of photographs and MNIST: predictive sparse decomposition, a dictionary, FISTA and an encoder that predicts its codes; atoms and filters as pictures.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        using var train = Mnist.Read(context, "train");
        using var test = Mnist.Read(context, "t10k");
        var (patches, otherPatches) = PhotographPatches.ReadCentred(context, Patches);
        return
        [
            .. Learn(context, "patches of photographs", sparsity: 0.5, patches, otherPatches),
            .. Learn(context, "MNIST", sparsity: 0.5, train.Pictures, test.Pictures),
        ];
    }

    private static IEnumerable<ExperimentFigure> Learn(ExperimentContext context, string data, double sparsity, Tensor seen, Tensor unseen)
    {
        using var scope = NewDisposeScope();
        using var network = new PredictiveSparseNetwork((int)seen.shape[1], Atoms, context.Seed);
        context.Learn(network, seen.shape[0], Descent, (chosen, _) =>
        {
            network.Normalise();
            var rows = seen.index_select(0, chosen);
            var codes = SparseCoding.Codes(rows, network.Dictionary, sparsity, Rounds);
            return
            [
                new("reconstruction", (network.Decode(codes) - rows).square().sum() / (2 * rows.shape[0])),
                new("prediction", (network.forward(rows) - codes).square().sum() / rows.shape[0]),
            ];
        });
        network.Normalise();
        using var _ = no_grad();
        context.Show($"atoms, {data}", GreyPictures.OfFilters(network.Dictionary.t(), Shown), 10);
        context.Show($"filters of the encoder, {data}", GreyPictures.OfFilters(network.Filters, Shown), 10);
        var (found, predicted) = (SparseCoding.Codes(unseen, network.Dictionary, sparsity, Rounds), network.forward(unseen));
        double Error(Tensor codes) => (network.Decode(codes) - unseen).square().sum(1).mean().ToDouble();
        return
        [
            new($"{data}: squared error a row, codes by FISTA", Error(found)),
            new($"{data}: squared error a row, codes that the encoder predicts", Error(predicted)),
            new($"{data}: squared error a row, nothing but 0", unseen.square().sum(1).mean().ToDouble()),
            new($"{data}: share of atoms used for a row", found.ne(0).to(float32).mean().ToDouble()),
            new($"{data}: correlation of predicted codes with those of FISTA", corrcoef(stack([found.flatten(), predicted.flatten()]))[0, 1].ToDouble()),
        ];
    }
}
