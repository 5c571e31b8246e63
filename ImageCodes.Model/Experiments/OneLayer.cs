using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
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
    public static TiedAutoencoder Learn(ExperimentContext context, Tensor rows, int units, ObservationModel visible, DescentOptions options, Func<Tensor, Generator, Tensor>? corrupt = null)
    {
        var network = new TiedAutoencoder((int)rows.shape[1], units, visible, context.Seed);
        using var random = new Generator((ulong)context.Seed);
        context.Learn(network, rows.shape[0], options, (chosen, _) =>
        {
            var clean = rows.index_select(0, chosen);
            return [new("reconstruction", visible.Loss(network.Decode(network.Encode(corrupt?.Invoke(clean, random) ?? clean)), clean))];
        });
        return network;
    }
}
