using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>Labels as the last step: layers that began elsewhere are fine-tuned to name what they see.</summary>
internal static class Classification
{
    private const int AtOnce = 5_000;

    /// <summary>Tunes all layers by the cross-entropy of the labels.</summary>
    /// <param name="context">Seed, progress.</param>
    /// <param name="layers">From the data to one unit a class.</param>
    /// <param name="rows">(N, D).</param>
    /// <param name="labels">N of them, from 0.</param>
    /// <param name="options">How long and how fast.</param>
    /// <param name="smoothing">
    /// Share of a label that is spread over all, so that no answer must be quite sure (Szegedy et al. 2016). 0 to 1.
    /// </param>
    public static void Learn(
        ExperimentContext context, SigmoidLayers layers, Tensor rows, IReadOnlyList<int> labels, DescentOptions options, double smoothing = 0)
    {
        using var known = tensor(labels.Select(label => (long)label).ToArray());
        context.Learn(layers, rows.shape[0], options, (chosen, _) =>
            [new("labels", nn.functional.cross_entropy(layers.forward(rows.index_select(0, chosen)), known.index_select(0, chosen), label_smoothing: smoothing))]);
    }

    /// <summary>Share of the rows that are called by another label, in percent.</summary>
    public static double Error(SigmoidLayers layers, Tensor rows, IReadOnlyList<int> labels)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var called = cat([.. rows.split(AtOnce).Select(some => layers.forward(some).argmax(1))]).data<long>().ToArray();
        return 100.0 * called.Where((label, place) => label != labels[place]).Count() / labels.Count;
    }
}
