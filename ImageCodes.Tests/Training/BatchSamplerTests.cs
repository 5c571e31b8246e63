using ImageCodes.Model.Training;

namespace ImageCodes.Tests.Training;

public sealed class BatchSamplerTests
{
    private static TrainingSet Set(params string?[] labels) => new([.. labels.Select((label, i) => new LabelledPicture(Some.Pixels((byte)i, 0, 0), label))]);

    [Fact]
    public void A_step_draws_the_same_pictures_every_time_and_another_step_others()
    {
        var set = Set([.. Enumerable.Range(0, 100).Select(i => $"label {i % 10}")]);
        var options = new TrainingOptions { BatchPictures = 20 };
        Assert.Equal(new BatchSampler(set, options).Draw(5), new BatchSampler(set, options).Draw(5));
        Assert.NotEqual(new BatchSampler(set, options).Draw(5), new BatchSampler(set, options).Draw(6));
    }

    [Fact]
    public void Each_label_of_a_batch_comes_with_neighbours()
    {
        var set = Set([.. Enumerable.Range(0, 100).Select(i => $"label {i % 10}")]);
        var batch = new BatchSampler(set, new TrainingOptions { BatchPictures = 20, PicturesPerLabel = 4 }).Draw(1);
        Assert.Equal([4, 4, 4, 4, 4], batch.GroupBy(i => set.Pictures[i].Label).Select(group => group.Distinct().Count()));
    }

    [Fact]
    public void Unlabelled_pictures_come_in_their_share()
    {
        var set = Set([.. Enumerable.Range(0, 40).Select(i => i < 30 ? null : "label")]);
        var batch = new BatchSampler(set, new TrainingOptions { BatchPictures = 16 }).Draw(1);
        Assert.Equal(12, batch.Count(i => set.Pictures[i].Label is null));
    }
}
