using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments.Data;

/// <summary>Small grey squares out of photographs.</summary>
internal static class PhotographPatches
{
    private const int Side = 12;

    private const int PhotographSide = 160;

    private const double SmallestVariance = 0.1;   // of pixels of variance 1; a direction with less is mostly noise

    /// <summary>
    /// So many, a tenth of them in a quick run, drawn by the seed: four fifths to learn from and one, of other photographs, to measure by,
    /// (N, 144), in [0, 1].
    /// </summary>
    public static (Tensor Seen, Tensor Unseen) Read(ExperimentContext context, int count)
    {
        TorchRuntime.EnsurePrepared();
        var photographs = context.Pictures("photos-bsds200.zip", PhotographSide).Pictures;
        var random = new Random(context.Seed);
        var (all, seen) = (context.Quick ? count / 10 : count, PartSeen(photographs.Count));
        return (Draw([.. photographs.Take(seen)], PartSeen(all), random), Draw([.. photographs.Skip(seen)], all - PartSeen(all), random));
    }

    /// <summary>
    /// The same with each patch's own mean taken off, and then all of them scaled so that those to learn from have a mean variance of 1:
    /// what differs within a patch.
    /// </summary>
    public static (Tensor Seen, Tensor Unseen) ReadCentred(ExperimentContext context, int count)
    {
        using var scope = NewDisposeScope();
        var (seen, unseen) = Read(context, count);
        var centred = seen - seen.mean([1L], keepdim: true);
        var scale = centred.square().mean().sqrt();
        return ((centred / scale).MoveToOuterDisposeScope(), ((unseen - unseen.mean([1L], keepdim: true)) / scale).MoveToOuterDisposeScope());
    }

    /// <summary>
    /// The same, centred, with neighbouring pixels no longer alike: by the directions of those to learn from, each scaled to a variance of
    /// 1 or, where it has little of its own, less, and turned back (Bell and Sejnowski 1997). What is left to learn are edges.
    /// </summary>
    public static (Tensor Seen, Tensor Unseen) ReadWhitened(ExperimentContext context, int count)
    {
        using var scope = NewDisposeScope();
        var (seen, unseen) = ReadCentred(context, count);
        var mean = seen.mean([0L]);
        var (variances, directions) = linalg.eigh((seen - mean).t().matmul(seen - mean) / seen.shape[0]);   // directions in columns
        var whitening = directions.matmul(diag((variances + SmallestVariance).rsqrt())).matmul(directions.t());
        return ((seen - mean).matmul(whitening).MoveToOuterDisposeScope(), (unseen - mean).matmul(whitening).MoveToOuterDisposeScope());
    }

    private static int PartSeen(int all) => all * 4 / 5;

    private static Tensor Draw(List<LabelledPicture> photographs, int count, Random random)
    {
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
