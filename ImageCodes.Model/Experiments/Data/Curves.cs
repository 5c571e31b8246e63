using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments.Data;

/// <summary>
/// The curves of Hinton and Salakhutdinov (2006), whose six numbers say all: 28 x 28 pictures of a curve through three points drawn by
/// chance, from left to right. The pen's width and the room about the points are not published; these give 18 principal components about
/// the published error.
/// </summary>
internal static class Curves
{
    /// <summary>Pixels of a side.</summary>
    public const int Side = 28;

    private const int Steps = 100;          // points on a curve
    private const double Margin = 6;
    private const double Pen = 0.75;        // the ink's standard deviation, in pixels
    private const double Reach = 3 * Pen;
    private const double Apart = 4;         // the least step from one point to the next, across

    /// <summary>So many, drawn by the seed: (N, 784), in [0, 1].</summary>
    public static Tensor Draw(int count, int seed)
    {
        TorchRuntime.EnsurePrepared();
        var values = new float[count * Side * Side];
        // Seeds in even steps: these curves are those of the figures, and nothing here goes in pairs (StepSeed).
        Parallel.For(0, count, curve => Draw(new Random(unchecked((seed * 1_000_003 + curve) * 7_919)), values.AsSpan(curve * Side * Side, Side * Side)));
        return tensor(values).reshape(count, Side * Side);
    }

    /// <summary>The parabola in t through the three points at t = 0, ½ and 1; ink falls off from its nearest point.</summary>
    private static void Draw(Random random, Span<float> picture)
    {
        double Anywhere() => Margin + random.NextDouble() * (Side - 1 - 2 * Margin);
        double[] across;
        do across = [.. Enumerable.Range(0, 3).Select(_ => Anywhere()).Order()];
        while (across[1] - across[0] < Apart || across[2] - across[1] < Apart);
        double[] up = [Anywhere(), Anywhere(), Anywhere()];
        for (var step = 0; step <= Steps; step++)
        {
            var t = (double)step / Steps;
            double[] shares = [(1 - t) * (1 - 2 * t), 4 * t * (1 - t), t * (2 * t - 1)];   // of the three points (Lagrange)
            var (x, y) = (shares.Zip(across, (share, at) => share * at).Sum(), shares.Zip(up, (share, at) => share * at).Sum());
            for (var row = Math.Max(0, (int)Math.Ceiling(y - Reach)); row <= Math.Min(Side - 1, y + Reach); row++)
            {
                for (var column = Math.Max(0, (int)Math.Ceiling(x - Reach)); column <= Math.Min(Side - 1, x + Reach); column++)
                {
                    var squared = (row - y) * (row - y) + (column - x) * (column - x);
                    ref var ink = ref picture[row * Side + column];
                    ink = Math.Max(ink, (float)Math.Exp(-squared / (2 * Pen * Pen)));
                }
            }
        }
    }
}
