using ImageCodes.Model.Imaging;

namespace ImageCodes.Tests.Imaging;

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
    public void It_holds_itself_and_what_is_below(string folder, string path, bool holds) => Assert.Equal(holds, FolderPath.Holds(folder, path));
}
