using ImageCodes.Model.Training;

namespace ImageCodes.Tests.Training;

public sealed class BatchSamplerTests
{
    private static TrainingSet Set(params string?[] labels) =>
        new([.. labels.Select((label, i) => new LabelledPicture(Some.Input((byte)i, 0, 0), label is null ? [] : [label]))]);

    [Fact]
    public void A_step_draws_the_same_pictures_every_time_and_another_step_others()
    {
        var set = Set([.. Enumerable.Range(0, 100).Select(i => $"label {i % 10}")]);
        var options = new TrainingOptions { BatchPictures = 20 };
        Assert.Equal(new BatchSampler(set, options).Draw(5), new BatchSampler(set, options).Draw(5));
        Assert.NotEqual(new BatchSampler(set, options).Draw(5), new BatchSampler(set, options).Draw(6));
    }

    [Fact]
    public void Pictures_that_someone_compared_are_drawn_together_in_a_quarter_of_a_batch_at_most()
    {
        var plain = Set([.. Enumerable.Range(0, 100).Select(i => $"label {i % 10}")]);
        var set = new TrainingSet(plain.Pictures, [.. Enumerable.Range(0, 20).Select(i => new JudgedPair(i, 99 - i, Alike: true))]);
        var options = new TrainingOptions { BatchPictures = 25 };
        for (var step = 0; step < 8; step++)
        {
            var (drawn, without) = (new BatchSampler(set, options).Draw(step), new BatchSampler(plain, options).Draw(step));
            Assert.Equal(without[..19], drawn[..19]);
            Assert.All(drawn[19..].Chunk(2), pair => Assert.Equal(99, pair[0] + pair[1]));
        }
    }

    [Fact]
    public void A_batch_may_be_pairs_alone()
    {
        var plain = Set([.. Enumerable.Range(0, 100).Select(_ => (string?)null)]);
        var set = new TrainingSet(plain.Pictures, [.. Enumerable.Range(0, 100).Select(i => new JudgedPair(i, 99 - i, Alike: true))]);
        var drawn = new BatchSampler(set, new TrainingOptions { BatchPictures = 20, PairShare = 1 }).Draw(3);
        Assert.Equal(20, drawn.Length);
        Assert.All(drawn.Chunk(2), pair => Assert.Equal(99, pair[0] + pair[1]));
    }

    [Fact]
    public void A_picture_s_turn_comes_once_an_epoch_and_half_of_all_are_at_an_even_one()
    {
        var sampler = new BatchSampler(Set([.. Enumerable.Range(0, 40).Select(_ => (string?)null)]), new TrainingOptions { BatchPictures = 10 });
        Assert.Equal(sampler.Turn(7, step: 0), sampler.Turn(7, step: 3));
        Assert.Equal(sampler.Turn(7, step: 0) + 1, sampler.Turn(7, step: 4));
        Assert.Equal(20, Enumerable.Range(0, 40).Count(picture => sampler.Turn(picture, step: 9) % 2 == 0));
    }

    [Theory]
    [InlineData(15, 15, 1)]
    [InlineData(31, 31, 1)]
    [InlineData(47, 23, 2)]
    [InlineData(1_000, 16, 62)]
    public void Hardly_a_picture_of_a_small_set_is_left_out_of_an_epoch(int pictures, int batch, int steps)
    {
        var sampler = new BatchSampler(Set([.. Enumerable.Range(0, pictures).Select(_ => (string?)null)]), new TrainingOptions { BatchPictures = 16 });
        Assert.Equal((batch, steps), (sampler.BatchPictures, sampler.StepsPerEpoch));
        Assert.Equal(batch * steps, Enumerable.Range(0, steps).SelectMany(sampler.Draw).Distinct().Count());
    }

    [Fact]
    public void An_epoch_shows_every_picture_once_and_the_next_in_another_order()
    {
        var set = Set([.. Enumerable.Range(0, 40).Select(_ => (string?)null)]);
        var sampler = new BatchSampler(set, new TrainingOptions { BatchPictures = 10 });
        int[] Epoch(int number) => [.. Enumerable.Range(number * 4, 4).SelectMany(sampler.Draw)];
        Assert.Equal(Enumerable.Range(0, 40), Epoch(0).Order());
        Assert.Equal(Enumerable.Range(0, 40), Epoch(1).Order());
        Assert.NotEqual(Epoch(0), Epoch(1));
    }
}
