using ImageCodes.Model.Experiments.Data;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// The loss of a reconstruction is -log p(x | μ), and the distribution is chosen for the data: chances (digits), real numbers (patches of
/// photographs), counts (words of messages). Each is measured against the best single μ for all data; and each data set by each
/// distribution that fits it, as what is not learned for is not reached.
/// </summary>
internal sealed class ObservationModelsExperiment : IExperiment
{
    private const int Units = 100;
    private const int Patches = 50_000;
    private const int Shown = 10;
    private static readonly DescentOptions Descent = new() { Epochs = 40, Batch = 100, LearningRate = 0.01 };

    public string Name => "observation-models";

    public string Summary =>
        "MNIST, patches of photographs and 20 Newsgroups: autoencoders whose loss is -log p of the data by a Bernoulli, a Gaussian and a multinomial distribution.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        using var train = Mnist.Read(context, "train");
        using var test = Mnist.Read(context, "t10k");
        var (patches, otherPatches) = PhotographPatches.ReadCentred(context, Patches);
        using var messages = Newsgroups.Read(context);
        return
        [
            .. Compare(context, "MNIST", train.Pictures, test.Pictures, rows => rows, ("Bernoulli", ObservationModel.Bernoulli), ("Gaussian", ObservationModel.Gaussian)),
            .. Compare(context, "patches of photographs", patches, otherPatches, rows => rows / 6 + 0.5, ("Gaussian", ObservationModel.Gaussian)),
            .. Compare(context, "20 Newsgroups", messages.Train.Counts, messages.Test.Counts, seen: null, ("multinomial", ObservationModel.Multinomial)),
        ];
    }

    /// <param name="context">Seed, progress, where pictures go.</param>
    /// <param name="data">What the rows are.</param>
    /// <param name="known">(N, D), to learn from.</param>
    /// <param name="unseen">(M, D), to measure by.</param>
    /// <param name="seen">Rows as grey from 0 to 1; null where they are no pictures.</param>
    /// <param name="models">What to learn for, and to measure by.</param>
    private static IEnumerable<ExperimentFigure> Compare(
        ExperimentContext context, string data, Tensor known, Tensor unseen,
        Func<Tensor, Tensor>? seen, params (string Name, ObservationModel Model)[] models)
    {
        var pictures = new List<PixelGrid>();
        void Draw(Tensor rows)
        {
            using var scope = NewDisposeScope();
            if (seen is not null) pictures.AddRange(GreyPictures.Of(seen(rows.index_select(0, linspace(0, rows.shape[0] - 1, Shown).to(int64)))));
        }

        Draw(unseen);
        foreach (var (learnedFor, visible) in models)
        {
            using var scope = NewDisposeScope();
            using var network = OneLayer.Learn(context, known, Units, visible, Descent);
            using var _ = no_grad();
            var mean = network.forward(unseen);
            Draw(mean);
            foreach (var (name, model) in models)
            {
                var alike = model.Loss(OutputsOf(model, known.mean([0L], keepdim: true)).expand_as(unseen), unseen).ToDouble();
                yield return new(
                    $"{data}, {Units} units learned for {learnedFor}: error, -log p by {name}, nats a row",
                    model.Loss(model == visible ? network.Decode(network.Encode(unseen)) : OutputsOf(model, mean), unseen).ToDouble(),
                    model == visible ? alike : null);
            }
        }

        if (seen is not null)
            context.Show($"{data} above what is drawn by {string.Join(" above ", models.Select(model => model.Name))}", pictures, Shown);
    }

    /// <summary>The outputs of which a model's mean is μ.</summary>
    private static Tensor OutputsOf(ObservationModel model, Tensor mean)
    {
        const double Least = 1e-4;   // a chance of nothing would cost infinitely much
        if (model == ObservationModel.Bernoulli) return mean.clamp(Least, 1 - Least).logit();
        return model == ObservationModel.Multinomial ? (mean + Least).log() : mean;
    }
}
