using ImageCodes.Model.Networks;
using ImageCodes.Model.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training.Losses;

public sealed class ReconstructionTests
{
    public ReconstructionTests() => TorchRuntime.EnsurePrepared();

    [Fact]
    public void The_loss_is_the_squared_error_summed_over_a_pixels_colours()
    {
        var pictures = zeros(2, 3, 4, 4);
        var decoded = full([2, 3, 4, 4], 0.5f);
        Assert.Equal(0.75, Reconstruction.Loss(decoded, pictures).ToDouble(), precision: 6);
    }

    [Fact]
    public void Its_gradient_is_that_of_finite_differences()
    {
        var pictures = rand([1, 3, 2, 2], dtype: float64);
        FiniteDifferences.AssertAgree(rand([1, 3, 2, 2], dtype: float64).requires_grad_(), decoded => Reconstruction.Loss(decoded, pictures));
    }
}
