using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Networks;

public sealed class LatentDirichletAllocationTests
{
    [Fact]
    public void Words_that_occur_together_become_a_topic()
    {
        TorchRuntime.EnsurePrepared();
        // Half of the messages are of the first three words, half of the last three.
        var counts = cat(
            [tensor(new float[] { 4, 3, 5, 0, 0, 0 }).reshape(1, 6).repeat(20, 1), tensor(new float[] { 0, 0, 0, 5, 4, 3 }).reshape(1, 6).repeat(20, 1)]);
        using var topics = LatentDirichletAllocation.Learn(counts, 2, rounds: 20, seed: 1, TestContext.Current.CancellationToken);
        var shares = topics.Shares(tensor(new float[] { 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 4, 0, 0, 0, 4, 0 }).reshape(3, 6));
        var (first, second) = (shares[0].argmax().item<long>(), shares[1].argmax().item<long>());
        Assert.NotEqual(first, second);
        Assert.True(shares[0, first].item<float>() > 0.9);
        Assert.InRange(shares[2, first].item<float>(), 0.4, 0.6);   // of both
        Assert.True(shares.sum(1).allclose(ones(3)));
    }
}
