using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training.Losses;

/// <summary>Compares a loss's gradient with (loss(x + h) - loss(x - h)) / 2h in every direction.</summary>
internal static class FiniteDifferences
{
    private const double Step = 1e-5;

    /// <param name="at">In float64, requiring a gradient.</param>
    /// <param name="loss">Of the same shape of input.</param>
    public static void AssertAgree(Tensor at, Func<Tensor, Tensor> loss)
    {
        loss(at).backward();
        AssertSlopes(at.detach(), at.grad!, point => loss(point).ToDouble());
    }

    /// <param name="point">In float64.</param>
    /// <param name="gradient">At the point.</param>
    /// <param name="loss">Of the same shape of input.</param>
    public static void AssertSlopes(Tensor point, Tensor gradient, Func<Tensor, double> loss)
    {
        var slopes = gradient.flatten().data<double>().ToArray();
        for (var i = 0; i < slopes.Length; i++)
        {
            var direction = zeros(slopes.Length, dtype: float64);
            direction[i] = Step;
            direction = direction.reshape(point.shape);
            Assert.Equal((loss(point + direction) - loss(point - direction)) / (2 * Step), slopes[i], tolerance: 1e-5);
        }
    }
}
