using System.IO.Compression;
using ImageCodes.Model.Imaging;

namespace ImageCodes.Tests.Imaging;

public sealed class PictureFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_gives_its_pictures_in_order_with_the_folder_that_holds_them_as_label()
    {
        foreach (var name in new[] { "b/2.jpg", "b/1.JPG", "a/deep/x.png", "top.webp", "a/notes.txt", ".hidden/y.jpg" }) _folder.Write(name, [1]);
        Assert.Equal(
            [(_folder["top.webp"], null), (_folder["a/deep/x.png"], "deep"), (_folder["b/1.JPG"], "b"), (_folder["b/2.jpg"], "b")],
            PictureFiles.Below(_folder.Path).Select(file => (file.Path, file.Label)));
    }

    [Fact]
    public void An_archive_is_a_folder_and_so_is_a_folder_within_it()
    {
        using (var zip = ZipFile.Open(_folder["set.zip"], ZipArchiveMode.Create))
        {
            foreach (var name in new[] { "train/cat/1.jpg", "val/dog/2.jpg", "val/cat/3.jpg" })
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.WriteByte(7);
            }
        }

        Assert.Equal(3, PictureFiles.Below(_folder["set.zip"]).Count());
        var val = PictureFiles.ReadBelow(_folder["set.zip/val"]).ToList();
        Assert.Equal(["cat", "dog"], val.Select(entry => entry.File.Label));
        foreach (var (_, read) in PictureFiles.ReadBelow(_folder["set.zip/val"])) Assert.Equal([7], read());
        Assert.Throws<FileNotFoundException>(() => PictureFiles.Below(_folder["set.zip/test"]));
    }

    [Fact]
    public void A_file_named_itself_is_returned_whatever_it_is_called()
    {
        var path = _folder.Write("picture-without-ending", [1]);
        Assert.Equal(path, Assert.Single(PictureFiles.Below(path)).Path);
    }

    [Fact]
    public void A_file_that_links_to_itself_is_passed_over()
    {
        _folder.Write("loops/there.jpg", [1]);
        File.CreateSymbolicLink(_folder["loops/loop.jpg"], _folder["loops/loop.jpg"]);
        Assert.Equal(_folder["loops/there.jpg"], Assert.Single(PictureFiles.Below(_folder["loops"])).Path);
    }

    [Fact]
    public void A_linked_file_counts_by_where_it_leads_to_in_the_end()
    {
        _folder.Write("real/in.jpg", [1]);
        _folder.Write("outside/out.jpg", [1]);
        Directory.CreateSymbolicLink(_folder["real/way-out"], _folder["outside"]);
        File.CreateSymbolicLink(_folder["real/leads-out.jpg"], "way-out/out.jpg");
        File.CreateSymbolicLink(_folder["real/leads-in.jpg"], _folder["real/in.jpg"]);
        Directory.CreateSymbolicLink(_folder["called"], _folder["real"]);
        Assert.Equal(["in.jpg", "leads-in.jpg"], PictureFiles.Below(_folder["real"]).Select(file => Path.GetFileName(file.Path)));
        // By another name of the folder, too.
        Assert.Equal(["in.jpg", "leads-in.jpg"], PictureFiles.Below(_folder["called"]).Select(file => Path.GetFileName(file.Path)));
    }

    [Fact]
    public void A_folder_that_links_to_itself_is_walked_once()
    {
        _folder.Write("a/1.jpg", [1]);
        Directory.CreateSymbolicLink(_folder["a/again"], _folder.Path);
        Assert.Single(PictureFiles.Below(_folder.Path));
    }

    [Fact]
    public void What_is_not_there_is_said() =>
        Assert.Contains("There is no file or folder", Assert.Throws<FileNotFoundException>(() => PictureFiles.Below(_folder["nothing"])).Message);
}
