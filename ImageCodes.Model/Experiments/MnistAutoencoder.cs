using ImageCodes.Model.Experiments.Data;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// What was learned: the network, and its codes of the part that is asked for, (10,000, Units), and of the part that it learned, (60,000,
/// Units).
/// </summary>
internal sealed record LearnedDigits(DeepAutoencoder Network, Tensor Asked, Tensor Known) : IDisposable
{
    public void Dispose()
    {
        Network.Dispose();
        Asked.Dispose();
        Known.Dispose();
    }
}

/// <summary>
/// The deep autoencoder of Salakhutdinov and Hinton (2007) on digits: learned layer by layer, unrolled, tuned by neighbours.
/// </summary>
internal static class MnistAutoencoder
{
    private const double Dropout = 0.1;
    private const double Masked = 0.1;

    /// <summary>
    /// How neighbours are brought together; the step size had the least error, among .001 to .012, on 10,000 training digits that were held
    /// back.
    /// </summary>
    public static DescentOptions Descent { get; } = new() { Epochs = 60, LearningRate = 6e-3 };

    /// <summary>500-500-2000, below a code.</summary>
    public static IReadOnlyList<StackedLayer> Layers { get; } = [new(500), new(500), new(2_000)];

    /// <summary>
    /// Learns codes of the training part, and makes those of both parts.
    /// </summary>
    /// <param name="context">Seed, work folder, progress.</param>
    /// <param name="train">The part that is learned.</param>
    /// <param name="test">The part that is asked for; nothing is learned from it.</param>
    /// <param name="units">Of the code.</param>
    /// <param name="options">How neighbours are brought together; moves, masks and seed are set here.</param>
    public static LearnedDigits Learn(ExperimentContext context, Mnist train, Mnist test, int units, NeighbourTuningOptions options)
    {
        using var stack = LayerByLayer.Learn(context, "mnist", train.Pictures, ObservationModel.Bernoulli, [.. Layers, new StackedLayer(units, Linear: true)]);
        var network = DeepAutoencoder.Unroll(stack.Machines, Dropout);
        var tuning = new NeighbourTuning(
            options with
            {
                Descent = options.Descent with { Epochs = context.Epochs(options.Descent.Epochs), Seed = context.Seed },
                Moved = true,
                Masked = Masked,
            });
        using (var labels = tensor(train.Labels.ToArray())) tuning.Run(network, train.Pictures, labels, context.Progress, context.Cancel);
        return new LearnedDigits(network, tuning.Code(network, test.Pictures), tuning.Code(network, train.Pictures));
    }
}
