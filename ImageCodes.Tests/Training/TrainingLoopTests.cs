using ImageCodes.Model.Training;

namespace ImageCodes.Tests.Training;

public sealed class TrainingLoopTests
{
    [Fact]
    public void A_loss_that_is_no_number_ends_a_training_before_it_is_kept()
    {
        var kept = new List<int>();
        var loop = new TrainingLoop(_ => "fine-tuning", steps: 10, batchPictures: 1, progress: null, TestContext.Current.CancellationToken) { Checkpoint = (Every: 2, kept.Add) };
        var failure = Assert.Throws<InvalidOperationException>(() => loop.Run(step => new Dictionary<string, double> { ["balance"] = 1, ["views"] = step == 5 ? double.NaN : 2 }));
        Assert.Contains("At step 6 (fine-tuning) the loss 'views' was no finite number", failure.Message);
        Assert.Equal([2, 4], kept);
    }
}
