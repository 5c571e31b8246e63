using ImageCodes.Model.Networks;
using ImageCodes.Model.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training.Losses;

public sealed class MinimalLossHashingTests
{
    private const int Bits = 3;

    public MinimalLossHashingTests() => TorchRuntime.EnsurePrepared();

    [Fact]
    public void The_bound_is_the_greatest_over_all_pairs_of_codes()
    {
        using var random = new Generator(2);
        var activations = randn([6, 2, Bits], generator: random);
        var alike = arange(6).remainder(2).eq(0);
        var losses = MinimalLossHashing.Losses(alike, Bits);
        var expected = Enumerable.Range(0, 6).Average(pair =>
        {
            double Agreement(int side, int code) => Enumerable.Range(0, Bits).Sum(bit => ((code >> bit & 1) * 2 - 1) * activations[pair, side, bit].ToDouble());
            var best = (from code in Enumerable.Range(0, 1 << Bits)
                        from other in Enumerable.Range(0, 1 << Bits)
                        select losses[pair, System.Numerics.BitOperations.PopCount((uint)(code ^ other))].ToDouble() + Agreement(0, code) + Agreement(1, other)).Max();
            return best - activations[pair].abs().sum().ToDouble();
        });
        Assert.Equal(expected, MinimalLossHashing.Loss(activations, alike).ToDouble(), 1e-4);
    }

    [Fact]
    public void Two_of_a_pair_with_the_same_activations_are_bounded_like_others() =>
        Assert.Equal(2.35, MinimalLossHashing.Loss(full([1, 2, Bits], 0.1f), tensor(new[] { true })).ToDouble(), 1e-4);   // 2.95 for three bits that differ, .6 for what they disagree with

    [Fact]
    public void Its_gradient_is_that_of_finite_differences()
    {
        using var random = new Generator(4);
        FiniteDifferences.AssertAgree(
            randn([5, 2, Bits], dtype: float64, generator: random).requires_grad_(),
            activations => MinimalLossHashing.Loss(activations, arange(5).remainder(2).eq(0)));
    }

    [Fact]
    public void It_is_never_less_than_what_the_codes_lose()
    {
        using var random = new Generator(3);
        var activations = randn([50, 2, Bits], generator: random) * 3;
        var alike = arange(50).remainder(3).eq(0);
        var differing = activations[.., 0].gt(0).ne(activations[.., 1].gt(0)).sum(1, keepdim: true);
        Assert.True(MinimalLossHashing.Loss(activations, alike).ToDouble() >= MinimalLossHashing.Losses(alike, Bits).gather(1, differing).mean().ToDouble() - 1e-5);
    }

    [Fact]
    public void Alike_pairs_lose_by_bits_beyond_the_radius_and_others_by_bits_within_it()
    {
        var losses = MinimalLossHashing.Losses(tensor(new[] { true, false }), 20);   // the radius is 7 bits
        Assert.Equal([0, 1, 2], new[] { 6, 7, 8 }.Select(distance => Math.Round(losses[0, distance].ToDouble(), 4)));
        Assert.Equal([1, 0.5, 0], new[] { 6, 7, 8 }.Select(distance => Math.Round(losses[1, distance].ToDouble(), 4)));
    }
}
