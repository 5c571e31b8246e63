using System.Diagnostics;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>
/// Learns how a network's activations become bits from pictures like those that will be searched: no labels, no change to the network.
/// </summary>
public static class CoderFitting
{
    private const int MostPictures = 20_000;   // a coder has some ten thousand numbers
    private const int AtOnce = 512;

    /// <param name="name">One of <see cref="Codes.Coders.CoderCatalogue.Names"/>.</param>
    /// <param name="network">In evaluation mode and float32.</param>
    /// <param name="set">At least as many pictures as the network has bits.</param>
    /// <param name="seed">Seeds what chance decides.</param>
    /// <param name="progress">Told of the pictures that were looked at.</param>
    /// <param name="cancel">Stops between two batches.</param>
    /// <exception cref="ArgumentException">There is no coder of that name, or there are too few pictures.</exception>
    public static ActivationCoder Learn(
        string name, CodeNetwork network, TrainingSet set, int seed, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        using var quiet = new QuietCollector();
        using var scope = NewDisposeScope();
        var (clock, pictures, codes) = (Stopwatch.StartNew(), set.Sample(MostPictures).Pictures, new List<PictureCode>());
        foreach (var some in pictures.Chunk(AtOnce))
        {
            codes.AddRange(PictureEncoder.Encode(network, [.. some.Select(picture => picture.Input)], cancel: cancel));
            progress?.Report(TrainingProgress.Described(codes.Count, pictures.Count, clock));
        }

        return ActivationCoder.Learn(
            name, tensor(codes.SelectMany(code => code.Activations.ToArray()).ToArray(), [codes.Count, network.Options.Bits]),
            network.Options.Prefixes, seed);
    }
}
