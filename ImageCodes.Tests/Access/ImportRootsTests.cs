using ImageCodes.Web.Access;

namespace ImageCodes.Tests.Access;

public sealed class ImportRootsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ImportRootsTests()
    {
        _folder.Write("allowed/a.jpg", [1]);
        _folder.Write("allowed-too-long/b.jpg", [1]);
        _folder.Write("secret/c.jpg", [1]);
        Directory.CreateSymbolicLink(_folder["allowed/way-out"], _folder["secret"]);
        Directory.CreateSymbolicLink(_folder["allowed/detour"], _folder["allowed/way-out"]);
        File.CreateSymbolicLink(_folder["allowed/linked.jpg"], "../secret/c.jpg");
        _folder.Write("secret/deep/d.jpg", [1]);
        Directory.CreateSymbolicLink(_folder["allowed/deeper"], _folder["secret/deep"]);
        File.CreateSymbolicLink(_folder["allowed/back.jpg"], "deeper/../c.jpg");   // which the system reads as secret/c.jpg
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Only_what_is_below_a_root_may_be_imported()
    {
        var roots = new ImportRoots(new AccessOptions { ImportRoots = _folder["allowed"] });
        Assert.Null(roots.Refuse(_folder["allowed"]));
        Assert.Null(roots.Refuse(_folder["allowed/a.jpg"]));
        Assert.Null(new ImportRoots(new AccessOptions { ImportRoots = _folder["allowed"] + "/" }).Refuse(_folder["allowed"]));
        foreach (var outside in new[] { "secret", "allowed-too-long", "allowed/../secret", "allowed/way-out", "allowed/way-out/c.jpg", "allowed/detour", "allowed/detour/c.jpg", "allowed/linked.jpg", "allowed/back.jpg" })
            Assert.Contains("is outside the folders that may be imported", roots.Refuse(_folder[outside]));
    }

    [Fact]
    public void Whether_there_is_something_outside_is_not_told() =>
        Assert.Contains("is outside", new ImportRoots(new AccessOptions { ImportRoots = _folder["allowed"] }).Refuse(_folder["secret/none.jpg"]));

    [Fact]
    public void A_file_that_is_no_picture_by_its_name_is_refused() =>
        Assert.Contains("is no picture by its name", new ImportRoots(new AccessOptions()).Refuse(_folder.Write("allowed/key", [1])));

    [Fact]
    public void An_archive_is_refused_with_what_to_do() =>
        Assert.Contains("unpack it", new ImportRoots(new AccessOptions()).Refuse(_folder.Write("allowed/pictures.zip", [1])));

    [Fact]
    public void With_a_password_and_no_roots_nothing_may() =>
        Assert.Contains("IMAGECODES_IMPORT_ROOTS", new ImportRoots(new AccessOptions { Password = "long enough" }).Refuse(_folder.Path));

    [Fact]
    public void On_ones_own_machine_everything_may() => Assert.Null(new ImportRoots(new AccessOptions()).Refuse(_folder["secret"]));

    [Fact]
    public void Data_sets_are_read_from_a_folder()
    {
        var roots = new ImportRoots(new AccessOptions { ImportRoots = _folder["allowed"] });
        Assert.Null(roots.RefuseData(_folder["allowed"]));
        Assert.Contains("name the folder that holds the data sets", roots.RefuseData(_folder["allowed/a.jpg"]));
        Assert.Contains("name the folder that holds the data sets", roots.RefuseData(_folder.Write("allowed/cifar10.zip", [1])));
        Assert.Contains("is outside the folders", roots.RefuseData(_folder["secret"]));
    }

    [Fact]
    public void What_is_not_there_or_not_a_full_path_is_said()
    {
        var roots = new ImportRoots(new AccessOptions());
        Assert.Contains("There is no file or folder", roots.Refuse(_folder["nothing"]));
        Assert.Contains("is not a full path", roots.Refuse("pictures"));
        Assert.Contains("only folders can be watched", new ImportRoots(new AccessOptions()).Refuse(_folder["allowed/a.jpg"], watch: true));
        Assert.Null(new ImportRoots(new AccessOptions()).Refuse(_folder["allowed"], watch: true));
    }
}
