using ImageCodes.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>
/// Teaches the decoder alone to draw pictures from the codes that the network makes in the end: hard bits, of a picture and its
/// mirror image together. Such a code does not know left from right, so a drawing is as good as the better of the two;
/// asked for one of them, the decoder would draw the blurred mean of both.
/// </summary>
/// <param name="epochs">Passes over the pictures.</param>
/// <param name="batchPictures">Pictures in a batch.</param>
/// <param name="seed">Seeds the order of pictures.</param>
internal sealed class DecoderTuning(int epochs, int batchPictures, int seed)
{
    private const double LearningRate = 2e-3;   // of AdamW, falling in a straight line to 0

    /// <param name="network">Its codes stay as they are.</param>
    /// <param name="set">Pictures.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancel">Stops after the step in progress.</param>
    public void Run(CodeNetwork network, TrainingSet set, IProgress<TrainingProgress>? progress, CancellationToken cancel)
    {
        var batch = Math.Min(batchPictures, set.Pictures.Count);
        var stepsPerEpoch = set.Pictures.Count / batch;
        var steps = epochs * stepsPerEpoch;
        var order = Enumerable.Range(0, set.Pictures.Count).ToArray();
        using var adam = optim.AdamW(network.DecoderWeights, LearningRate, weight_decay: 0);
        network.TrainDecoder();
        new TrainingLoop(_ => "drawing", steps, batch, progress, cancel).Run(step =>
        {
            using var scope = NewDisposeScope();
            if (step % stepsPerEpoch == 0) new Random(StepSeed.Of(seed, step)).Shuffle(order);
            var chosen = order.AsSpan(step % stepsPerEpoch * batch, batch).ToArray();
            var pictures = PictureTensor.FromBytes([.. chosen.SelectMany(place => set.Pictures[place].Pixels.Bytes)], batch, network.Options.Side);
            foreach (var group in adam.ParamGroups) group.LearningRate = LearningRate * (steps - step) / steps;
            var loss = Loss(network.Decode(Codes(network, pictures)), pictures, network.Options.Mirrored);
            adam.zero_grad();
            loss.backward();
            adam.step();
            return new Dictionary<string, double> { ["reconstruction"] = loss.ToDouble() };
        });
    }

    private static Tensor Codes(CodeNetwork network, Tensor pictures)   // (B, 3, S, S) -> (B, Bits), of -1 and +1
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var activations = network.forward(pictures);
        if (network.Options.Mirrored) activations = activations + network.forward(pictures.flip(3));
        return StraightThrough.Harden(activations, 1).MoveToOuterDisposeScope();
    }

    /// <summary>The squared error of each picture, or of its mirror image where that is smaller; summed over a pixel's colours, mean over pixels and pictures.</summary>
    internal static Tensor Loss(Tensor decoded, Tensor pictures, bool mirrored)   // (B, 3, S, S) twice
    {
        using var scope = NewDisposeScope();
        Tensor ErrorOf(Tensor target) => (decoded - target).pow(2).sum(1).mean([1, 2]);   // (B)
        var error = ErrorOf(pictures);
        return (mirrored ? minimum(error, ErrorOf(pictures.flip(3))) : error).mean().MoveToOuterDisposeScope();
    }
}
