using ImageCodes.Model.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>
/// Means and variances that normalise each layer, taken after the last step from whole pictures at full size and precision, which is what
/// the network will see, instead of from the views of the last steps.
/// </summary>
internal static class SettledNorms
{
    private const int MostPictures = 4_096;
    private const int MostOfBatch = 256;

    /// <summary>Takes the average over batches that have no picture in common.</summary>
    /// <param name="network">In training mode and float32.</param>
    /// <param name="set">Of which so many are drawn.</param>
    /// <param name="seed">Of the draw.</param>
    public static void Take(CodeNetwork network, TrainingSet set, int seed)
    {
        using var _ = no_grad();
        var order = Enumerable.Range(0, set.Pictures.Count).ToArray();
        new Random(seed).Shuffle(order);
        var count = Math.Min(MostPictures, order.Length);
        var batches = (count + MostOfBatch - 1) / MostOfBatch;
        var norms = network.modules().OfType<NormBase>().Select(norm => (norm, norm.momentum)).ToList();
        foreach (var (batch, place) in order.Take(count).Chunk((count + batches - 1) / batches).Select((batch, place) => (batch, place)))
        {
            using var scope = NewDisposeScope();
            foreach (var (norm, _) in norms) norm.momentum = 1.0 / (place + 1);
            network.forward(PictureTensor.From([.. batch.Select(picture => set.Pictures[picture].Pixels)], network.Options.Side));
        }

        foreach (var (norm, momentum) in norms) norm.momentum = momentum;
    }
}
