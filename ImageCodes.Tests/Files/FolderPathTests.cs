using ImageCodes.Model.Files;

namespace ImageCodes.Tests.Files;

public sealed class FolderPathTests
{
    [Theory]
    [InlineData("/srv/photos/", "/srv/photos")]
    [InlineData("/srv/../srv/photos", "/srv/photos")]
    [InlineData("/", "/")]
    public void A_folder_has_one_name(string named, string name) => Assert.Equal(name, FolderPath.Of(named));

    [Theory]
    [InlineData("/srv/photos", "/srv/photos", true)]
    [InlineData("/srv/photos", "/srv/photos/a.jpg", true)]
    [InlineData("/srv/photos", "/srv/photos-2/a.jpg", false)]
    [InlineData("/srv/photos", "/srv", false)]
    [InlineData("/", "/srv", true)]
    public void It_holds_itself_and_what_is_below(string folder, string path, bool holds) =>
        Assert.Equal(holds, FolderPath.Holds(folder, path));

    [Fact]
    public void Folders_of_one_name_are_told_apart_by_as_many_of_those_above_as_it_takes()
    {
        var names = FolderPath.NamesOf(["/p/2024/May/sea", "/p/2025/May/sea", "/p/2025/June/sea", "/p/hills", "/sea", "sea", "/"]);
        Assert.Equal(
            new Dictionary<string, string> { ["/p/2024/May/sea"] = "2024/May/sea", ["/p/2025/May/sea"] = "2025/May/sea", ["/p/2025/June/sea"] = "June/sea", ["/p/hills"] = "hills", ["/sea"] = "/sea", ["sea"] = "sea", ["/"] = "/" },
            names);
    }
}
