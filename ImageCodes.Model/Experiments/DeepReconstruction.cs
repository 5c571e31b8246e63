using ImageCodes.Model.Codes.Coders;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// The deep autoencoder of Hinton and Salakhutdinov (2006) as their figures show it: learned layer by layer, unrolled, fine-tuned; its
/// reconstructions of what it did not see beside those of as many principal components. Adam instead of conjugate gradients.
/// </summary>
/// <param name="Name">Of the data.</param>
/// <param name="Visible">How the data lie about what is reconstructed.</param>
/// <param name="Layers">From the data to the code.</param>
/// <param name="Descent">How it is fine-tuned.</param>
internal sealed record DeepReconstruction(string Name, ObservationModel Visible, IReadOnlyList<StackedLayer> Layers, DescentOptions Descent)
{
    private const int AtOnce = 5_000;

    /// <summary>What the network makes of data that it did not see.</summary>
    /// <param name="context">Seed, work folder, progress.</param>
    /// <param name="seen">(N, D), learned.</param>
    /// <param name="unseen">(M, D).</param>
    /// <returns>(M, D).</returns>
    public Tensor Of(ExperimentContext context, Tensor seen, Tensor unseen)
    {
        using var scope = NewDisposeScope();
        using var stack = LayerByLayer.Learn(context, Name, seen, Visible, Layers);
        using var network = DeepAutoencoder.Unroll(stack.Machines);
        context.Learn(network, seen.shape[0], Descent, (chosen, _) =>
        {
            var rows = seen.index_select(0, chosen);
            return [new("reconstruction", Visible.Loss(network.Decode(network.Encode(rows)), rows))];
        });
        using var _ = no_grad();
        return cat([.. unseen.split(AtOnce).Select(network.forward)]).MoveToOuterDisposeScope();
    }

    /// <summary>What so many principal components keep.</summary>
    public static Tensor OfComponents(Tensor seen, Tensor unseen, int count)
    {
        using var scope = NewDisposeScope();
        var (mean, directions) = PrincipalDirections.Of(seen, count);
        return ((unseen - mean).mm(directions).mm(directions.t()) + mean).MoveToOuterDisposeScope();
    }

    /// <summary>What so many logistic components keep.</summary>
    /// <param name="context">Progress.</param>
    /// <param name="seen">(N, D), learned.</param>
    /// <param name="unseen">(M, D).</param>
    /// <param name="count">Of components.</param>
    /// <param name="rounds">Of learning; a tenth in a quick run.</param>
    public static Tensor OfLogisticComponents(ExperimentContext context, Tensor seen, Tensor unseen, int count, int rounds)   // -> (M, D)
    {
        using var learned =
            LogisticComponents.Learn(seen, count, context.Epochs(rounds),
                context.Telling($"learning {count} logistic components", context.Epochs(rounds)), context.Cancel);
        context.Tell($"drawing by {count} logistic components");
        return learned.Reconstruct(unseen, context.Cancel);
    }

    /// <summary>The squared error of a row, summed over its numbers; mean over rows.</summary>
    public static double Error(Tensor drawn, Tensor data)
    {
        using var scope = NewDisposeScope();
        return (drawn - data).square().sum(1).mean().ToDouble();
    }
}
