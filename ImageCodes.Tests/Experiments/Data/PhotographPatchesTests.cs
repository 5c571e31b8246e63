using ImageCodes.Model.Experiments;
using ImageCodes.Model.Experiments.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Experiments.Data;

public sealed class PhotographPatchesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PhotographPatchesTests() => SmallDataSets.WritePhotographs(_folder.Path);

    public void Dispose() => _folder.Dispose();

    private ExperimentContext Context => new() { Data = _folder.Path, Work = _folder["work"], Model = "", Decoder = Some.Decoder() };

    [Fact]
    public void Centred_patches_have_no_mean_and_those_to_learn_from_a_variance_of_one()
    {
        using var scope = NewDisposeScope();
        var (seen, unseen) = PhotographPatches.ReadCentred(Context, 2_000);
        Assert.Equal([1_600, 144], seen.shape);
        Assert.Equal([400, 144], unseen.shape);
        Assert.InRange(cat([seen, unseen]).mean([1L]).abs().max().ToDouble(), 0, 1e-4);
        Assert.Equal(1, seen.square().mean().ToDouble(), 1e-4);
    }

    [Fact]
    public void In_whitened_patches_neighbouring_pixels_hardly_go_together()
    {
        using var scope = NewDisposeScope();
        var context = Context;
        Assert.InRange(Together(PhotographPatches.ReadCentred(context, 5_000).Seen), 0.7, 1);
        var (seen, unseen) = PhotographPatches.ReadWhitened(context, 5_000);
        Assert.InRange(Together(seen), -0.3, 0.3);
        Assert.InRange(Together(unseen), -0.4, 0.4);
        Assert.InRange(linalg.eigvalsh(seen.t().matmul(seen) / seen.shape[0]).max().ToDouble(), 0.9, 1);   // no direction is wider than 1
    }

    /// <summary>The correlation of pixels side by side.</summary>
    private static double Together(Tensor patches)   // (N, 144)
    {
        var grid = patches.reshape(-1, 12, 12);
        return ((grid[.., .., 1..] * grid[.., .., ..11]).mean() / grid.square().mean()).ToDouble();
    }
}
