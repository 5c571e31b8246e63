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

    [Fact]
    public void Folders_of_one_name_are_told_apart_by_as_many_of_those_above_as_it_takes()
    {
        var names = CodeMap.NamesOf(["/p/2024/May/sea", "/p/2025/May/sea", "/p/2025/June/sea", "/p/hills", "/sea", "sea"]);
        Assert.Equal(
            new Dictionary<string, string> { ["/p/2024/May/sea"] = "2024/May/sea", ["/p/2025/May/sea"] = "2025/May/sea", ["/p/2025/June/sea"] = "June/sea", ["/p/hills"] = "hills", ["/sea"] = "/sea", ["sea"] = "sea" },
            names);
    }
}
