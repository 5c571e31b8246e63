using System.Text.Json;
using ImageCodes.Model.Training;

namespace ImageCodes.Tests.Training;

public sealed class TrainingBeginningTests
{
    private static readonly TrainingBeginning Begun = new(new TrainingOptions(), ["boats", "city"], null, Pictures: 2_000);

    [Fact]
    public void A_training_goes_on_without_a_few_of_its_pictures_and_not_without_many()
    {
        Assert.Null(Begun.OtherThan(Begun with { Pictures = 1_900 }));
        Assert.Equal("with 2,000 pictures, of which 300 can be read now", Begun.OtherThan(Begun with { Pictures = 300 }));
    }

    [Fact]
    public void One_of_which_it_was_not_kept_how_many_pictures_it_had_goes_on_with_any()
    {
        var json = JsonSerializer.Serialize(Begun).Replace(",\"Pictures\":2000", "");
        Assert.DoesNotContain("2000", json);
        Assert.Null(JsonSerializer.Deserialize<TrainingBeginning>(json)!.OtherThan(Begun));
    }
}
