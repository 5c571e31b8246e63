using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>
/// Square grey pictures as they might also have been drawn: each turned, scaled and moved a little by chance (LeCun, Bottou, Bengio and
/// Haffner 1998).
/// </summary>
internal static class AffineViews
{
    private const double MostTurned = 10 * Math.PI / 180;
    private const double MostScaled = 0.1;
    private const double MostMoved = 1.5;   // pixels

    /// <param name="pictures">(B, Side²), 0 where nothing is.</param>
    /// <param name="random">Draws the views.</param>
    /// <returns>(B, Side²).</returns>
    public static Tensor Draw(Tensor pictures, Generator random)
    {
        using var scope = NewDisposeScope();
        var (count, side) = (pictures.shape[0], (long)Math.Sqrt(pictures.shape[1]));
        Tensor Chance(double most) => (rand([count], generator: random) * 2 - 1) * most;
        var (angle, scale) = (Chance(MostTurned), Chance(MostScaled) + 1);
        var (across, down) = (Chance(2 * MostMoved / side), Chance(2 * MostMoved / side));   // a picture is 2 wide
        var (cosine, sine) = (angle.cos() * scale, angle.sin() * scale);
        var places = nn.functional.affine_grid(
            stack([stack([cosine, -sine, across], 1), stack([sine, cosine, down], 1)], 1), [count, 1, side, side], align_corners: false);
        var views = nn.functional.grid_sample(pictures.reshape(count, 1, side, side), places, align_corners: false);
        return views.reshape(count, -1).MoveToOuterDisposeScope();
    }
}
