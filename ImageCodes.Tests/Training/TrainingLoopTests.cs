using ImageCodes.Model.Training;
using ImageCodes.Web.Jobs;

namespace ImageCodes.Tests.Training;

public sealed class TrainingLoopTests
{
    [Fact]
    public void A_loss_that_is_no_number_ends_a_training_before_it_is_kept()
    {
        var kept = new List<int>();
        var loop = new TrainingLoop(_ => "fine-tuning", steps: 10, batchPictures: 1, progress: null, TestContext.Current.CancellationToken) { Checkpoint = (Every: 2, kept.Add) };
        var failure = Assert.Throws<InvalidOperationException>(
            () => loop.Run(step => new Dictionary<string, double> { ["balance"] = 1, ["views"] = step == 5 ? double.NaN : 2 }));
        Assert.Contains("At step 6 (fine-tuning) the loss 'views' was no finite number", failure.Message);
        Assert.Equal([2, 4], kept);
    }

    [Fact]
    public void Time_left_knows_that_later_steps_take_longer()
    {
        var told = new List<TrainingProgress>();
        new TrainingLoop(_ => "fine-tuning", steps: 4, batchPictures: 1, new Telling<TrainingProgress>(told.Add), TestContext.Current.CancellationToken) { Cost = step => step < 2 ? 1 : 3 }.Run(_ =>
        {
            Thread.Sleep(5);
            return new Dictionary<string, double>();
        });
        var (half, soFar) = (told[1], 2 / told[1].PicturesPerSecond);
        // Three times; steps that are alike would take once as long.
        Assert.True(half.Left.TotalSeconds > 2 * soFar, $"{half.Left} left after {soFar} s");
        Assert.Equal(TimeSpan.Zero, told[3].Left);
    }
}
