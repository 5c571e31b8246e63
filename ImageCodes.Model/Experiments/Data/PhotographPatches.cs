using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments.Data;

/// <summary>Small grey squares out of photographs.</summary>
internal static class PhotographPatches
{
    private const int Side = 12;

    private const int PhotographSide = 160;

    /// <summary>So many, a tenth of them in a quick run, drawn by the seed: four fifths to learn from and one to measure by, (N, 144), in [0, 1].</summary>
    public static (Tensor Seen, Tensor Unseen) Read(ExperimentContext context, int count) => Split(Draw(context, count));

    /// <summary>The same with each patch's own mean taken off, and then all of them scaled to a mean variance of 1: what differs within a patch.</summary>
    public static (Tensor Seen, Tensor Unseen) ReadCentred(ExperimentContext context, int count) => Split(Centred(Draw(context, count)));

    private static Tensor Centred(Tensor patches)
    {
        using var scope = NewDisposeScope();
        var centred = patches - patches.mean([1L], keepdim: true);
        return (centred / centred.square().mean().sqrt()).MoveToOuterDisposeScope();
    }

    private static (Tensor Seen, Tensor Unseen) Split(Tensor patches) => (patches[..(int)(patches.shape[0] * 4 / 5)], patches[(int)(patches.shape[0] * 4 / 5)..]);

    private static Tensor Draw(ExperimentContext context, int full)
    {
        var count = context.Quick ? full / 10 : full;
        TorchRuntime.EnsurePrepared();
        var photographs = context.Pictures("photos-bsds200.zip", PhotographSide).Pictures;
        var random = new Random(context.Seed);
        var values = new float[count * Side * Side];
        for (var (patch, at) = (0, 0); patch < count; patch++)
        {
            var bytes = photographs[random.Next(photographs.Count)].Pixels.Bytes;
            var (left, top) = (random.Next(PhotographSide - Side), random.Next(PhotographSide - Side));
            for (var i = 0; i < Side * Side; i++)
            {
                var pixel = 3 * ((top + i / Side) * PhotographSide + left + i % Side);
                values[at++] = (bytes[pixel] + bytes[pixel + 1] + bytes[pixel + 2]) / (3 * 255f);
            }
        }

        return tensor(values).reshape(count, Side * Side);
    }
}
