using Bunit;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Components.Parts;
using ImageCodes.Web.Search;

namespace ImageCodes.Tests.Components.Parts;

public sealed class PictureGridTests : BunitContext
{
    private static readonly Hit Hit =
        new(new Picture(7, new string('0', 64), 100, "Jpeg", 4, 3, PictureState.Ready, null, DateTime.UnixEpoch, "/photos/dog.jpg"), 3);

    [Fact]
    public void A_hit_says_how_far_it_is_in_words()
    {
        var grid = Render<PictureGrid>(parameters => parameters.Add(part => part.Hits, [Hit]).Add(part => part.Bits, 64));
        Assert.Equal("3 of 64 bits", grid.Find(".distance").TextContent);
        Assert.Equal("dog.jpg", grid.Find("img").GetAttribute("alt"));
        Assert.Equal("/?picture=7", grid.Find("a.picture").GetAttribute("href"));
        Assert.Equal("/picture/7", grid.Find(".caption a").GetAttribute("href"));
    }

    [Fact]
    public void Keys_go_to_the_server_only_where_someone_may_judge()
    {
        Assert.Throws<MissingEventHandlerException>(() => Render<PictureGrid>(parameters => parameters.Add(part => part.Hits, [Hit])).Find("li").KeyDown("a"));
        (long, bool?)? said = null;
        Render<PictureGrid>(parameters => parameters.Add(part => part.Hits, [Hit]).Add(part => part.Verdicts, new Dictionary<long, bool>()).Add(part => part.OnVerdict, verdict => said = verdict)).Find("li").KeyDown("a");
        Assert.Equal((7, true), said);
    }

    [Fact]
    public void A_picture_that_is_no_hit_has_no_distance() =>
        Assert.Empty(Render<PictureGrid>(parameters => parameters.Add(part => part.Hits, [Hit])).FindAll(".distance"));
}
