using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments.Data;

/// <summary>
/// Patches of the Olivetti faces as Hinton and Salakhutdinov (2006) made them: of each of 400 faces 414 squares of 25 x 25, turned by up to
/// a quarter circle to either side, of several sizes; each of its own mean, all scaled to a mean variance of 1. How much of a face a square
/// shows is not published; this gives 30 principal components about the published error.
/// </summary>
internal static class Faces
{
    private const int Side = 25;

    private const int PhotographSide = 64;
    private const int OfEach = 414;
    private const int FacesSeen = 300;        // of 30 people; the other 10 people are asked for
    private const double LeastShown = 0.43, MostShown = 0.55;   // of the photograph's side

    /// <summary>
    /// (124,200, 625) of 30 people and (41,400, 625) of 10 others; a part of both where not so many of each face are wanted.
    /// </summary>
    public static (Tensor Seen, Tensor Unseen) Read(ExperimentContext context, int ofEach = OfEach)
    {
        TorchRuntime.EnsurePrepared();
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)context.Seed);
        var photographs = context.Pictures("olivetti64.zip", PhotographSide).Pictures;
        var patches = cat([.. photographs.Select(photograph => Patches(Grey(photograph.Pixels), ofEach, random))]);   // (Faces * OfEach, 625)
        var seen = Math.Min(FacesSeen, photographs.Count * 3 / 4) * ofEach;
        var scale = patches[..seen].square().mean().sqrt();
        return ((patches[..seen] / scale).MoveToOuterDisposeScope(), (patches[seen..] / scale).MoveToOuterDisposeScope());
    }

    private static Tensor Grey(PixelGrid pixels)   // (1, 1, 64, 64), in [0, 1]
    {
        using var scope = NewDisposeScope();
        return (tensor(pixels.Bytes).reshape(1, PhotographSide, PhotographSide, 3)[.., .., .., 0].unsqueeze(0).to(float32) / 255).MoveToOuterDisposeScope();
    }

    private static Tensor Patches(Tensor face, int count, Generator random)   // -> (Count, 625)
    {
        using var scope = NewDisposeScope();
        Tensor Between(double least, double most) => rand(count, generator: random) * (most - least) + least;
        var (angle, share) = (Between(-Math.PI / 2, Math.PI / 2), Between(LeastShown, MostShown));
        var room = (1 - share * 1.2).clamp_min(0);   // keeps turned squares on the face, but for their corners
        var (across, up) = (Between(-1, 1) * room, Between(-1, 1) * room);
        var (cosine, sine) = (angle.cos() * share, angle.sin() * share);
        var turns = stack([cosine, -sine, across, sine, cosine, up], 1).reshape(count, 2, 3);
        var grid = nn.functional.affine_grid(turns, [count, 1, Side, Side], align_corners: false);
        var patches = nn.functional.grid_sample(face.expand(count, 1, PhotographSide, PhotographSide), grid, padding_mode: GridSamplePaddingMode.Reflection, align_corners: false).flatten(1);
        return (patches - patches.mean([1L], keepdim: true)).MoveToOuterDisposeScope();
    }
}
