using ImageCodes.Model.Networks;
using ImageCodes.Model.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training.Losses;

public sealed class BitBalanceTests
{
    public BitBalanceTests() => TorchRuntime.EnsurePrepared();

    [Fact]
    public void Balanced_and_independent_bits_cost_nothing() =>
        Assert.Equal(0, BitBalance.Loss(tensor(new float[] { 1, 1, 1, -1, -1, 1, -1, -1 }).reshape(4, 2)).ToDouble(), precision: 6);

    [Fact]
    public void A_bit_that_is_always_1_and_one_that_repeats_another_cost_what_is_computed_by_hand()
    {
        // Means 1 and 0: mean square 1/2. Product of the two bits over the batch: 0.
        Assert.Equal(0.5, BitBalance.Loss(tensor(new float[] { 1, 1, 1, -1 }).reshape(2, 2)).ToDouble(), precision: 6);
        // Equal bits: means 0, products 1 in both places off the diagonal.
        Assert.Equal(1, BitBalance.Loss(tensor(new float[] { 1, 1, -1, -1 }).reshape(2, 2)).ToDouble(), precision: 6);
    }

    [Fact]
    public void Its_gradient_is_that_of_finite_differences() =>
        FiniteDifferences.AssertAgree(randn([5, 4], dtype: float64).requires_grad_(), BitBalance.Loss);
}
