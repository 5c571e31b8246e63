using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training;

public sealed class SparseCodingTests
{
    public SparseCodingTests() => TorchRuntime.EnsurePrepared();

    [Fact]
    public void With_atoms_at_right_angles_codes_are_the_fits_shrunk_by_the_sparsity()
    {
        var codes = SparseCoding.Codes(tensor(new float[] { 2, -0.3f, -1 }).reshape(1, 3), eye(3), sparsity: 0.5, rounds: 50);
        Assert.True(codes.allclose(tensor(new[] { 1.5f, 0, -0.5f }).reshape(1, 3), atol: 1e-5));
    }

    [Fact]
    public void No_small_change_of_a_code_makes_the_cost_less()
    {
        using var random = new Generator(2);
        var (rows, dictionary) = (randn([4, 6], generator: random), nn.functional.normalize(randn([10, 6], generator: random), dim: 1));
        var codes = SparseCoding.Codes(rows, dictionary, sparsity: 0.2, rounds: 2_000);
        double Cost(Tensor at) => ((rows - at.mm(dictionary)).square().sum() / 2 + at.abs().sum() * 0.2).item<float>();
        for (var trial = 0; trial < 20; trial++) Assert.True(Cost(codes) <= Cost(codes + randn([4, 10], generator: random) * 0.01) + 1e-5);
        Assert.Contains(codes.data<float>().ToArray(), number => number == 0);
    }
}
