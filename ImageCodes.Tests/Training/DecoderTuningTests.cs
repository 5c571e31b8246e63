using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training;

[Collection(nameof(SeededRandom))]
public sealed class DecoderTuningTests
{
    [Fact]
    public void The_decoder_learns_to_draw_and_codes_stay_as_they_are()
    {
        TorchRuntime.Seed(4);
        using var network = new CodeNetwork(new CodeNetworkOptions { Bits = 64, Widths = [8, 8, 8], Prefixes = [16, 64] });
        network.eval();
        var pictures = Enumerable.Range(0, 32).Select(i => Some.Pixels((byte)(i % 2 == 0 ? 200 : 20), 30, (byte)(i % 2 == 0 ? 20 : 200))).ToList();
        var before = PictureEncoder.Encode(network, pictures).Select(code => code.Code).ToList();
        var losses = new List<double>();
        new DecoderTuning(epochs: 80, batchPictures: 16, seed: 1).Run(
            network, new TrainingSet([.. pictures.Select(picture => new LabelledPicture(picture, []))]), new Losses(losses), TestContext.Current.CancellationToken);
        network.eval();
        Assert.Equal(160, losses.Count);
        Assert.True(losses[^1] < losses[0] / 4, $"From {losses[0]} to {losses[^1]}.");
        Assert.Equal(before, PictureEncoder.Encode(network, pictures).Select(code => code.Code));
    }

    [Fact]
    public void A_drawing_is_as_good_as_the_better_of_picture_and_mirror_image()
    {
        // A row of two pixels, the left one black and the right one white, and its mirror image.
        using var picture = tensor(new[] { 0f, 1, 0, 1, 0, 1 }).reshape(1, 3, 1, 2);
        using var mirror = picture.flip(3);
        using var grey = zeros_like(picture) + 0.5f;
        double Loss(Tensor decoded, bool mirrored) => DecoderTuning.Loss(decoded, picture, mirrored).item<float>();
        Assert.Equal((3, 0), (Loss(mirror, mirrored: false), Loss(mirror, mirrored: true)));
        Assert.Equal((0, 0), (Loss(picture, mirrored: false), Loss(picture, mirrored: true)));
        Assert.Equal(0.75, Loss(grey, mirrored: true), 6);
    }

    private sealed class Losses(List<double> losses) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => losses.Add(value.Losses["reconstruction"]);
    }
}
