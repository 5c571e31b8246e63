using ImageCodes.Web.Search;

namespace ImageCodes.Tests.Search;

public sealed class CodeMapTests
{
    [Fact]
    public void Groups_keep_their_colours_as_others_overtake_them_and_what_is_no_group_is_grey()
    {
        Assert.Equal([1, 0, 11], CodeMap.SwatchesOf(["boats", "apples", null]));
        Assert.Equal([11, 0, 1], CodeMap.SwatchesOf([null, "apples", "boats"]));
        Assert.Equal([1, 0, 2, 11], CodeMap.SwatchesOf(["cats", "boats", "the others", null]));
    }
}
