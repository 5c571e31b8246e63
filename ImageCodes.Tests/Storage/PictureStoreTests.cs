using ImageCodes.Model.Storage;

namespace ImageCodes.Tests.Storage;

public sealed class PictureStoreTests(DefaultModel model) : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    private async Task ImportAsync(params string[] names)
    {
        foreach (var name in names) _library.Folder.Write($"pictures/{name}", Some.Jpeg(name.Sum(letter => letter) % 97));
        await _library.Importer().ImportAsync([_library.Folder["pictures"]], model.Encoder, cancel: TestContext.Current.CancellationToken);
    }

    private string[] Names(FileFilter filter, FileOrder order = FileOrder.Path)
    {
        var names = _library.Pictures.Page(filter, 0, 100, order).Select(picture => Path.GetFileName(picture.Path)).ToArray();
        Assert.Equal(names.Length, _library.Pictures.CountFiles(filter));
        return names;
    }

    [Fact]
    public async Task Files_are_found_by_a_part_of_their_name_and_not_of_their_folders()
    {
        await ImportAsync("sea/Harbour.jpg", "sea/boat_1.jpg", "harbours/boat-2.jpg", "harbours/50%.jpg");
        Assert.Equal(["Harbour.jpg"], Names(new(Name: "harbour")));
        Assert.Equal(["boat-2.jpg", "boat_1.jpg"], Names(new(Name: "BOAT")));
        Assert.Equal(["boat_1.jpg"], Names(new(Name: "boat", Folder: _library.Folder["pictures/sea"])));
        Assert.Equal(["boat-2.jpg"], Names(new(Name: "boat", Label: "harbours")));
        Assert.Equal(["boat_1.jpg"], Names(new(Name: "t_")));
        Assert.Equal(["50%.jpg"], Names(new(Name: "%")));
        Assert.Empty(Names(new(Name: "!")));
    }

    [Fact]
    public async Task The_root_folder_holds_all_that_there_is()
    {
        await ImportAsync("sea/a.jpg", "b.jpg");
        Assert.Equal(2, _library.Pictures.IdsBelow("/").Count);
        Assert.Equal(2, _library.Pictures.ForTraining(["/"], []).Count);
        Assert.Single(_library.Pictures.IdsBelow(_library.Folder["pictures/sea/"]));
        Assert.Empty(_library.Pictures.IdsBelow(_library.Folder["pict"]));
    }

    [Fact]
    public async Task The_newest_come_first_where_that_is_asked_for()
    {
        await ImportAsync("b.jpg", "c.jpg");
        await ImportAsync("a.jpg", "d.jpg");
        Assert.Equal(["a.jpg", "b.jpg", "c.jpg", "d.jpg"], Names(new()));
        Assert.Equal(["a.jpg", "d.jpg"], Names(new(), FileOrder.Newest)[..2].Order());
    }

    [Fact]
    public async Task What_is_between_two_files_is_as_the_order_has_it()
    {
        await ImportAsync("b.jpg");
        await ImportAsync("d.jpg");
        await ImportAsync("c.jpg");
        await ImportAsync("a.jpg");
        string[] Between(FileOrder order) => [.. _library.Pictures.Find(_library.Pictures.Between(_library.Folder["pictures/d.jpg"], _library.Folder["pictures/a.jpg"], new(), order))
            .Select(picture => Path.GetFileName(picture.Path)).Order()];
        Assert.Equal(["a.jpg", "b.jpg", "c.jpg", "d.jpg"], Between(FileOrder.Path));
        Assert.Equal(["a.jpg", "c.jpg", "d.jpg"], Between(FileOrder.Newest));
    }
}
