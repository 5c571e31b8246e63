using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training;

public sealed class ShuffledBatchesTests
{
    private static long[][] Pass(ShuffledBatches batches, int pass) =>
        [.. Enumerable.Range(pass * batches.InPass, batches.InPass).Select(step => batches.At(step).data<long>().ToArray())];

    [Fact]
    public void A_pass_has_no_row_twice_and_each_pass_another_order()
    {
        TorchRuntime.EnsurePrepared();
        using var random = new Generator(1);
        using var batches = new ShuffledBatches(10, 3, random);
        Assert.Equal((3, 3), (batches.Size, batches.InPass));
        var (first, second) = (Pass(batches, 0), Pass(batches, 1));
        Assert.Equal(9, first.SelectMany(places => places).Distinct().Count());
        Assert.Equal(9, second.SelectMany(places => places).Distinct().Count());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Fewer_rows_than_a_batch_are_one()
    {
        TorchRuntime.EnsurePrepared();
        using var random = new Generator(1);
        using var batches = new ShuffledBatches(4, 100, random);
        Assert.Equal([0, 1, 2, 3], Assert.Single(Pass(batches, 0)).Order());
    }
}
