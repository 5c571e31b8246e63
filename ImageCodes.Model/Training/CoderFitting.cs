using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>Learns how a network's activations become bits from pictures like those that will be searched: no labels, no change to the network.</summary>
public static class CoderFitting
{
    private const int MostPictures = 20_000;   // a coder has some ten thousand numbers
    private const int Batch = 256;

    /// <param name="name">One of <see cref="Codes.Coders.CoderCatalogue.Names"/>.</param>
    /// <param name="network">In evaluation mode and float32.</param>
    /// <param name="set">At least as many pictures as the network has bits.</param>
    /// <param name="seed">Seeds what chance decides.</param>
    /// <param name="cancel">Stops between two batches.</param>
    /// <exception cref="ArgumentException">There is no coder of that name, or there are too few pictures.</exception>
    public static ActivationCoder Learn(string name, CodeNetwork network, TrainingSet set, int seed, CancellationToken cancel = default)
    {
        using var scope = NewDisposeScope();
        var activations = new List<float>();
        foreach (var pictures in set.Sample(MostPictures).Pictures.Chunk(Batch))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var code in PictureEncoder.Encode(network, [.. pictures.Select(picture => picture.Input)])) activations.AddRange(code.Activations);
        }

        return ActivationCoder.Learn(name, tensor(activations.ToArray()).reshape(-1, network.Options.Bits), network.Options.Prefixes, seed);
    }
}
