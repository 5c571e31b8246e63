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
        var gradient = at.grad!.flatten().data<double>().ToArray();
        var point = at.detach();
        for (var i = 0; i < gradient.Length; i++)
        {
            var direction = zeros(gradient.Length, dtype: float64);
            direction[i] = Step;
            direction = direction.reshape(point.shape);
            var slope = (loss(point + direction).ToDouble() - loss(point - direction).ToDouble()) / (2 * Step);
            Assert.Equal(slope, gradient[i], tolerance: 1e-5);
        }
    }
}
