using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Networks;

[Collection(nameof(SeededRandom))]
public sealed class SparseManifoldTransformTests
{
    private const int Side = 32;

    /// <summary>Stripes of colours that no other has; of each pair, one is the left of a picture and the other its right.</summary>
    private static readonly Texture[][] Pairs =
        [[new(0, IsUpright: true), new(1, IsUpright: false)], [new(2, IsUpright: true), new(0, IsUpright: false, Opposite: 1)]];

    private sealed record Texture(int Channel, bool IsUpright, int? Opposite = null)
    {
        public int At(int channel, int x, int y) =>
            (channel == Channel ? 1 : channel == Opposite ? -1 : 0) * ((IsUpright ? x : y) % 4 < 2 ? 50 : -50);
    }

    private static PixelGrid Draw(Texture left, Texture right, Random random)
    {
        var (shift, bytes) = (random.Next(2) * 2, new byte[Side * Side * 3]);
        for (var i = 0; i < bytes.Length; i++)
        {
            var (channel, x, y) = (i % 3, i / 3 % Side, i / 3 / Side);
            bytes[i] = (byte)(120 + (x < Side / 2 ? left : right).At(channel, x + shift, y + shift) + random.Next(16));
        }

        return new PixelGrid(Side, Side, bytes);
    }

    private static IEnumerable<PixelGrid> Mixed(int pair, int count, Random random) =>
        Enumerable.Range(0, count).Select(i => Draw(Pairs[pair][i % 2], Pairs[pair][1 - i % 2], random));

    [Fact]
    public void Textures_that_come_together_in_pictures_lie_together_though_no_patch_is_alike()
    {
        var random = new Random(5);
        var pictures = Mixed(0, 100, random).Concat(Mixed(1, 100, random)).ToList();
        using var transform = SparseManifoldTransform.Learn(pictures, words: 128, dimensions: 2, seed: 1, cancel: TestContext.Current.CancellationToken);
        Tensor Of(Texture texture) => transform.Describe([Draw(texture, texture, random)], cancel: TestContext.Current.CancellationToken);
        double Cosine(Texture one, Texture other) => nn.functional.cosine_similarity(Of(one), Of(other)).item<float>();
        var within = Pairs.Select(pair => Cosine(pair[0], pair[1])).Min();
        var across = Pairs[0].SelectMany(one => Pairs[1].Select(other => Cosine(one, other))).Max();
        Assert.True(within > across + 0.2, $"together {within:0.00}, apart {across:0.00}");
    }

    [Fact]
    public void A_picture_is_described_alone_as_among_others_and_as_its_mirror_image()
    {
        var random = new Random(6);
        var pictures = Mixed(0, 40, random).Concat(Mixed(1, 40, random)).ToList();
        var told = new List<int>();
        using var transform = SparseManifoldTransform.Learn(pictures, words: 64, dimensions: 4, seed: 1, told.Add, TestContext.Current.CancellationToken);
        Assert.Equal([20, 40, 60, 80], told);
        using var all = transform.Describe(pictures, cancel: TestContext.Current.CancellationToken);
        Assert.Equal([80, transform.Features], all.shape);
        using var alone = transform.Describe([pictures[33]], cancel: TestContext.Current.CancellationToken);
        using var mirrored = transform.Describe([Mirrored(pictures[33])], cancel: TestContext.Current.CancellationToken);
        Assert.True(allclose(all[33], alone[0], rtol: 0, atol: 1e-5));
        Assert.True(allclose(alone, mirrored, rtol: 0, atol: 1e-5));
    }

    [Fact]
    public void The_same_seed_learns_the_same_from_few_pictures_too()
    {
        var pictures = Mixed(0, 7, new Random(8)).ToList();
        Tensor Learned()
        {
            using var transform = SparseManifoldTransform.Learn(pictures, words: 64, dimensions: 4, seed: 3, cancel: TestContext.Current.CancellationToken);
            return transform.Describe(pictures, cancel: TestContext.Current.CancellationToken);
        }

        using var once = Learned();
        using var again = Learned();
        Assert.True(once.isfinite().all().item<bool>());
        Assert.True(allclose(once, again, rtol: 0, atol: 1e-5));
    }

    private static PixelGrid Mirrored(PixelGrid picture) =>
        new(Side, Side, [.. picture.Bytes.Chunk(Side * 3).SelectMany(row => row.Chunk(3).Reverse().SelectMany(pixel => pixel))]);
}
