using ImageCodes.Model.Experiments.Data;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// The loss of a reconstruction is -log p(x | μ), and the distribution is chosen for the data: chances (digits), real numbers (patches of photographs),
/// counts (words of messages). Each is measured against the best single μ for all data; and each data set by each distribution that fits it, as
/// what is not learned for is not reached.
/// </summary>
internal sealed class ObservationModelsExperiment : IExperiment
{
    private const int Units = 100;
    private const int Patches = 50_000;
    private static readonly DescentOptions Descent = new() { Epochs = 40, Batch = 100, LearningRate = 0.01 };

    public string Name => "observation-models";

    public string Summary => "MNIST, patches of photographs and 20 Newsgroups: autoencoders whose loss is -log p of the data by a Bernoulli, a Gaussian and a multinomial distribution.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        using var train = Mnist.Read(context, "train");
        using var test = Mnist.Read(context, "t10k");
        var (patches, otherPatches) = PhotographPatches.ReadCentred(context, Patches);
        using var messages = Newsgroups.Read(context);
        return
        [
            .. Compare(context, "MNIST", train.Pictures, test.Pictures, ("Bernoulli", ObservationModel.Bernoulli), ("Gaussian", ObservationModel.Gaussian)),
            .. Compare(context, "patches of photographs", patches, otherPatches, ("Gaussian", ObservationModel.Gaussian)),
            .. Compare(context, "20 Newsgroups", messages.Train.Counts, messages.Test.Counts, ("multinomial", ObservationModel.Multinomial)),
        ];
    }

    private static IEnumerable<ExperimentFigure> Compare(ExperimentContext context, string data, Tensor seen, Tensor unseen, params (string Name, ObservationModel Model)[] models)
    {
        foreach (var (learnedFor, visible) in models)
        {
            using var scope = NewDisposeScope();
            using var network = OneLayer.Learn(context, seen, Units, visible, Descent);
            using var _ = no_grad();
            var mean = network.forward(unseen);
            foreach (var (name, model) in models)
            {
                var alike = model.Loss(OutputsOf(model, seen.mean([0L], keepdim: true)).expand_as(unseen), unseen).ToDouble();
                yield return new($"{data}, {Units} units learned for {learnedFor}: error, -log p by {name}, nats a row", model.Loss(model == visible ? network.Decode(network.Encode(unseen)) : OutputsOf(model, mean), unseen).ToDouble(), model == visible ? alike : null);
            }
        }
    }

    /// <summary>The outputs of which a model's mean is μ.</summary>
    private static Tensor OutputsOf(ObservationModel model, Tensor mean)
    {
        const double Least = 1e-4;   // a chance of nothing would cost infinitely much
        if (model == ObservationModel.Bernoulli) return mean.clamp(Least, 1 - Least).logit();
        return model == ObservationModel.Multinomial ? (mean + Least).log() : mean;
    }
}
