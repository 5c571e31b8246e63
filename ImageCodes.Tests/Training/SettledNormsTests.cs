using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training;

[Collection(nameof(SeededRandom))]
public sealed class SettledNormsTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(600)]   // three batches
    public void Each_bit_is_balanced_over_the_pictures_that_were_seen(int pictures)
    {
        TorchRuntime.Seed(2);
        using var network = new CodeNetwork(new CodeNetworkOptions { Bits = 64, Side = 32, Widths = [8, 8, 8], Prefixes = [64] });
        var random = new Random(3);
        var set = new TrainingSet([.. Enumerable.Range(0, pictures).Select(_ =>
        {
            var pixels = new byte[32 * 32 * 3];
            random.NextBytes(pixels.AsSpan(0, random.Next(pixels.Length)));   // noise to some height
            return new LabelledPicture(new NetworkInput(new PixelGrid(32, 32, pixels)), []);
        })]);
        SettledNorms.Take(network, set, seed: 1);
        network.eval();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var before = network.forward(PictureTensor.From([.. set.Pictures.Select(picture => picture.Pixels)], 32)).clamp(-0.999999, 0.999999).atanh();   // (N, Bits)
        // Nearly: what is kept is the variance of the population, and of several batches each was normalised by its own numbers on the way.
        var tolerance = pictures > 256 ? 0.05 : 0.02;
        Assert.InRange(before.mean([0L]).abs().max().item<float>(), 0, tolerance);
        Assert.InRange(before.std(0, unbiased: true).sub(1).abs().max().item<float>(), 0, 2 * tolerance);
    }
}
