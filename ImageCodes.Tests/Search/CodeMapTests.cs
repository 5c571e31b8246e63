using ImageCodes.Web.Search;

namespace ImageCodes.Tests.Search;

public sealed class CodeMapTests
{
    [Fact]
    public void Groups_keep_their_colours_as_others_overtake_them_and_what_is_no_group_is_grey()
    {
        Assert.Equal([1, 0, 11], Swatches("boats", "apples", "no label"));
        Assert.Equal([11, 0, 1], Swatches("no label", "apples", "boats"));
        Assert.Equal([2, 1, 0, 11], Swatches("cats", "boats", "apples", "190 others"));

        static IEnumerable<int> Swatches(params string[] names) => names.Select((_, group) => CodeMap.SwatchOf(names, group));
    }
}
