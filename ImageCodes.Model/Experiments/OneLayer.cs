using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using ImageCodes.Model.Training.Losses;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>Autoencoders of one layer with tied weights, learned to draw what they see, or what it was before it was corrupted.</summary>
internal static class OneLayer
{
    /// <param name="context">Seed, progress.</param>
    /// <param name="rows">(N, D), as they should come out.</param>
    /// <param name="units">Of the layer.</param>
    /// <param name="visible">How the rows lie about what is reconstructed.</param>
    /// <param name="options">How long and how fast.</param>
    /// <param name="corrupt">What the network sees of rows; the rows themselves, unless said.</param>
    /// <param name="contraction">Weight of the contractive penalty.</param>
    /// <param name="hiddenBias">Of each hidden unit at first.</param>
    public static TiedAutoencoder Learn(
        ExperimentContext context, Tensor rows, int units, ObservationModel visible,
        DescentOptions options, Func<Tensor, Generator, Tensor>? corrupt = null,
        double contraction = 0, double hiddenBias = 0)
    {
        var network = new TiedAutoencoder((int)rows.shape[1], units, visible, context.Seed, hiddenBias);
        using var random = new Generator((ulong)context.Seed);
        context.Learn(network, rows.shape[0], options, (chosen, _) =>
        {
            var clean = rows.index_select(0, chosen);
            var hidden = network.Encode(corrupt?.Invoke(clean, random) ?? clean);
            var reconstruction = new PartialLoss("reconstruction", visible.Loss(network.Decode(hidden), clean));
            return contraction > 0 ? [reconstruction, new("contraction", Contraction.Loss(hidden, network.Weights), contraction)] : [reconstruction];
        });
        return network;
    }
}
