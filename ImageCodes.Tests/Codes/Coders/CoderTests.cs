using ImageCodes.Model.Codes;
using ImageCodes.Model.Codes.Coders;
using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Codes.Coders;

public sealed class CoderTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope;

    public CoderTests()
    {
        TorchRuntime.EnsurePrepared();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    private static Tensor Normal(int count, int size, int seed)
    {
        using var random = new Generator((ulong)seed);
        return randn([count, size], generator: random);
    }

    private static double MeanSquaredGap(Tensor projected) => (projected.sign() - projected).square().mean().item<float>();

    [Fact]
    public void Principal_directions_are_those_in_which_vectors_differ_most()
    {
        // Along the first axis they spread by 3, along the third by 2, along the second hardly.
        var vectors = Normal(4_000, 3, seed: 1) * tensor(new[] { 3f, 0.1f, 2f }) + 5;
        var (mean, directions) = PrincipalDirections.Of(vectors, 2);
        Assert.All(mean.data<float>().ToArray(), number => Assert.Equal(5, number, 0.2));
        Assert.Equal(1, Math.Abs(directions[0, 0].item<float>()), 0.01);
        Assert.Equal(1, Math.Abs(directions[2, 1].item<float>()), 0.01);
        Assert.Contains("1 to 3 principal directions; got 4", Assert.Throws<ArgumentOutOfRangeException>(() => PrincipalDirections.Of(vectors, 4)).Message);
    }

    [Fact]
    public void Random_planes_part_two_vectors_as_often_as_their_angle_is_of_half_a_turn()
    {
        using var coder = LocalitySensitiveHashing.Learn(zeros(1, 2), bits: 4_000, seed: 3);   // planes through 0
        var codes = coder.Encode(tensor(new[,] { { 1f, 0f }, { 1f, 1f }, { 0f, 1f }, { -1f, 0f } }));
        Assert.Equal(0.25, codes[0].DistanceTo(codes[1]) / 4_000.0, 0.03);
        Assert.Equal(0.5, codes[0].DistanceTo(codes[2]) / 4_000.0, 0.03);
        Assert.Equal(4_000, codes[0].DistanceTo(codes[3]));
    }

    [Fact]
    public void A_linear_coder_asks_on_which_side_of_each_plane_a_vector_lies()
    {
        using var coder = ProjectionCoder.Through(tensor(new[] { 1f, 1f }), tensor(new[,] { { 1f, 0f, -1f }, { 0f, 1f, -1f } }));
        Assert.Equal(3, coder.Bits);
        Assert.Equal(["110", "001", "100"], coder.Encode(tensor(new[,] { { 2f, 2f }, { 0f, 0f }, { 2f, 0f } })).Select(code => string.Concat(Enumerable.Range(0, 3).Select(bit => code[bit] ? '1' : '0'))));
    }

    [Fact]
    public void Iterative_quantization_turns_a_turned_cube_back_onto_its_corners()
    {
        // All corners of a cube of four sides, turned by chance: some turn makes every coordinate 1 or -1 again.
        var corners = tensor(Enumerable.Range(0, 64).SelectMany(i => Enumerable.Range(0, 4).Select(bit => (i >> bit & 1) == 1 ? 1f : -1f)).ToArray()).reshape(64, 4);
        var (turn, _) = linalg.qr(Normal(4, 4, seed: 5));
        var turned = corners.mm(turn);
        // It steps downwards from a turn drawn by chance, and may end in a hollow: of some seeds, one finds the corners.
        var gaps = Enumerable.Range(1, 8).Select(seed =>
        {
            using var coder = IterativeQuantization.Learn(turned, bits: 4, seed);
            return MeanSquaredGap(coder.Project(turned));
        }).ToList();
        Assert.Equal(0, gaps.Min(), 1e-6);
    }

    [Fact]
    public void Iterative_quantization_keeps_what_principal_components_keep_and_rounds_it_less()
    {
        var vectors = Normal(2_000, 16, seed: 7) * arange(1, 17).to(ScalarType.Float32).flip(0);
        using var straight = PrincipalComponentHashing.Learn(vectors, 8);
        using var turned = IterativeQuantization.Learn(vectors, 8, seed: 1);
        var (before, after) = (straight.Project(vectors), turned.Project(vectors));
        Assert.Equal(1, (after.square().sum() / before.square().sum()).item<float>(), 1e-4);
        Assert.True(MeanSquaredGap(after) < MeanSquaredGap(before));
    }

    [Fact]
    public void The_first_bits_of_a_longer_code_by_iterative_quantization_are_the_shorter_code()
    {
        var vectors = Normal(1_000, 16, seed: 7) * arange(1, 17).to(ScalarType.Float32).flip(0);
        using var whole = IterativeQuantization.Learn(vectors, [4, 8, 16], seed: 1);
        using var first = IterativeQuantization.Learn(vectors, [4], seed: 1);
        Assert.Equal(first.Encode(vectors), whole.Encode(vectors).Select(code => code.Prefix(4)));
        // Each bit says something of its own: no two agree, or disagree, on nearly all vectors.
        var signs = whole.Project(vectors).sign();
        var likeness = (signs.t().mm(signs) / 1_000).abs() - eye(16);
        Assert.InRange(likeness.max().item<float>(), 0, 0.8);
    }

    [Fact]
    public void Spectral_hashing_cuts_the_longest_side_first_and_then_by_rising_frequency()
    {
        // An even box, 4 wide and 1.9 high: frequencies π/4, 2π/4 and then π/1.9, which is a little higher.
        using var random = new Generator(9);
        var vectors = rand([4_000, 2], generator: random) * tensor(new[] { 4f, 1.9f });
        using var coder = SpectralHashing.Learn(vectors, bits: 3);
        string Digits(float x, float y) => string.Concat(Enumerable.Range(0, 3).Select(bit => coder.Encode(tensor(new[,] { { x, y } }))[0][bit] ? '1' : '0'));
        // The first bit changes in the middle of the long side, the second at a quarter and at three quarters, the third in the middle of
        // the short side.
        Assert.NotEqual(Digits(1.9f, 0.5f)[0], Digits(2.1f, 0.5f)[0]);
        Assert.Equal(Digits(0.9f, 0.5f)[0], Digits(1.1f, 0.5f)[0]);
        Assert.NotEqual(Digits(0.9f, 0.5f)[1], Digits(1.1f, 0.5f)[1]);
        Assert.NotEqual(Digits(2.9f, 0.5f)[1], Digits(3.1f, 0.5f)[1]);
        Assert.NotEqual(Digits(1.5f, 0.9f)[2], Digits(1.5f, 1f)[2]);
        Assert.Equal(Digits(0.1f, 0.5f)[2], Digits(3.9f, 0.5f)[2]);
    }

    [Fact]
    public void Kernel_supervised_hashing_learns_what_no_plane_tells_apart()
    {
        // A ring around a disc: labels by the radius.
        using var random = new Generator(11);
        var angle = rand([600], generator: random) * (2 * MathF.PI);
        var isRing = arange(600) % 2 == 0;
        var radius = where(isRing, 3.0, 1.0).to(ScalarType.Float32) + randn([600], generator: random) * 0.1;
        var points = stack([radius * angle.cos(), radius * angle.sin()], 1);
        using var coder = KernelSupervisedHashing.Learn(points[..300], isRing[..300].to(ScalarType.Int64), bits: 8, seed: 1);
        var codes = coder.Encode(points[300..]);
        var rings = isRing[300..].data<bool>().ToArray();
        double Mean(bool same) => (from a in Enumerable.Range(0, 100) from b in Enumerable.Range(0, a) where rings[a] == rings[b] == same select codes[a].DistanceTo(codes[b])).Average();
        Assert.True(Mean(same: true) < 1, $"{Mean(same: true)}");
        Assert.True(Mean(same: false) > 5, $"{Mean(same: false)}");
    }

    [Theory]
    [InlineData("lsh")]
    [InlineData("pcah")]
    [InlineData("itq")]
    [InlineData("sh")]
    public void Every_coder_gives_near_vectors_nearer_codes_and_the_same_for_the_same_seed(string name)
    {
        var vectors = Normal(1_000, 24, seed: 13);
        using var coder = CoderCatalogue.Learn(name, vectors, [24], seed: 2);
        var (near, far) = (coder.Encode(vectors + Normal(1_000, 24, seed: 14) * 0.2), coder.Encode(vectors.roll(1, 0)));
        var own = coder.Encode(vectors);
        double Mean(IReadOnlyList<BinaryCode> others) => own.Zip(others, (a, b) => a.DistanceTo(b)).Average();
        Assert.True(Mean(near) < 0.5 * Mean(far), $"{Mean(near)} of {Mean(far)}");
        using var again = CoderCatalogue.Learn(name, vectors, [24], seed: 2);
        Assert.Equal(own, again.Encode(vectors));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(6, 2)]
    public void Of_two_labels_that_can_be_told_apart_codes_become_opposites_which_is_the_best_both_supervised_coders_can_do(int bits, int seed)
    {
        using var random = new Generator(7);
        var labels = cat([zeros(30, int64), ones(30, int64)]);
        var rows = randn([60, 4], generator: random) * 0.3 + labels.unsqueeze(1) * 4;   // far apart beside their spread
        using var ksh = KernelSupervisedHashing.Learn(rows, labels, bits, seed);
        using var bre = BinaryReconstructiveEmbedding.Learn(rows, labels, bits, seed);
        foreach (var coder in new[] { ksh, bre })
        {
            var codes = coder.Encode(rows);
            Assert.All(codes.Take(30), code => Assert.Equal(0, code.DistanceTo(codes[0])));
            Assert.All(codes.Skip(30), code => Assert.Equal(bits, code.DistanceTo(codes[0])));
        }
    }

    [Fact]
    public void A_coder_that_there_is_not_is_a_sentence() =>
        Assert.Contains(
            "no coder 'xyz'; there are lsh, pcah, itq, sh",
            Assert.Throws<ArgumentException>(() => CoderCatalogue.Learn("xyz", zeros(2, 2), [2])).Message);

    [Fact]
    public void Binary_reconstructive_embedding_brings_vectors_of_a_label_together_and_others_apart()
    {
        // Two rings: no plane parts them, nearness to anchors does.
        var angles = Normal(400, 1, seed: 4) * 10;
        var radii = (arange(400).remainder(2) * 2 + 1).unsqueeze(1);
        var (rows, labels) = (cat([angles.cos() * radii, angles.sin() * radii], 1), arange(400).remainder(2));
        using var coder = BinaryReconstructiveEmbedding.Learn(rows[..200], labels[..200], bits: 8, seed: 1);
        var codes = coder.Encode(rows[200..]);
        var (alike, different) = (Enumerable.Range(0, 198).Average(place => codes[place].DistanceTo(codes[place + 2])), Enumerable.Range(0, 199).Average(place => codes[place].DistanceTo(codes[place + 1])));
        Assert.True(alike + 4 < different, $"{alike} of {different}");
    }
}
