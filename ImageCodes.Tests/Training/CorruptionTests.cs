using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training;

public sealed class CorruptionTests
{
    public CorruptionTests() => TorchRuntime.EnsurePrepared();

    [Fact]
    public void A_mask_takes_its_share_and_leaves_the_rest_as_it_was()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        var data = rand([200, 500], generator: random) + 1;
        var masked = Corruption.Mask(data, 0.25, random);
        Assert.Equal(0.25, masked.eq(0).to(float32).mean().item<float>(), 0.01);
        Assert.True(masked.eq(data).logical_or(masked.eq(0)).all().item<bool>());
        Assert.True(Corruption.Mask(data, 0, random).eq(data).all().item<bool>());
    }

    [Fact]
    public void Noise_has_the_deviation_that_was_asked_for_about_the_data()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        var data = rand([200, 500], generator: random);
        var added = Corruption.Noise(data, 0.3, random) - data;
        Assert.Equal(0, added.mean().item<float>(), 0.005);
        Assert.Equal(0.3, added.std().item<float>(), 0.005);
    }

    [Fact]
    public void Pictures_lose_about_a_tenth_of_their_blocks()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        var corrupted = Corruption.Apply(ones(100, 3, 32, 32), random);
        Assert.Equal(0.1, corrupted.eq(0.5).to(float32).mean().item<float>(), 0.02);   // grey is what a block is masked by
    }
}
