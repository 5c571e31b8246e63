using ImageCodes.Model.Storage;
using ImageCodes.Web.Jobs;

namespace ImageCodes.Tests.Jobs;

public sealed class LessonPlanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private LessonPlan Plan(int pictures) => new(
        [.. Enumerable.Range(0, pictures).Select(i => new LearnablePicture(i, _folder.Write($"{i}.jpg", Some.Jpeg(i)), [i == 1 ? "alone" : "others"]))], [], [_folder["0.jpg"]]);

    [Fact]
    public void A_label_whose_pictures_are_gone_still_counts()
    {
        var plan = Plan(11);
        File.Delete(_folder["1.jpg"]);
        var (kept, heldOut) = plan.Read(Some.Decoder(), TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(2, 9).Select(i => _folder[$"{i}.jpg"]), kept.Pictures.Select(picture => picture.Path));
        Assert.Equal(["alone", "others"], kept.Labels);
        Assert.Equal([_folder["0.jpg"]], heldOut.Pictures.Select(picture => picture.Path));
    }

    [Fact]
    public void A_sample_keeps_what_is_held_out_and_no_more_of_the_others_than_asked_for()
    {
        var sample = Plan(9).Sample(most: 3);
        Assert.Equal([_folder["0.jpg"], _folder["1.jpg"], _folder["3.jpg"], _folder["6.jpg"]], sample.Pictures.Select(picture => picture.Path));
    }
}
