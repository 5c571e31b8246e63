using ImageCodes.Model.Storage;

namespace ImageCodes.Tests.Storage;

public sealed class FileStampTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_link_changes_with_what_it_leads_to()
    {
        var file = _folder.Write("2024/picture.jpg", [1]);
        File.CreateSymbolicLink(_folder["best.jpg"], file);
        var before = FileStamp.Of(_folder["best.jpg"]);
        Assert.Equal((_folder["best.jpg"], 1L), (before.Path, before.Bytes));
        File.WriteAllBytes(file, [1, 2]);
        Assert.Equal(2, FileStamp.Of(_folder["best.jpg"]).Bytes);
    }

    [Fact]
    public void What_is_gone_or_leads_nowhere_has_none()
    {
        Assert.Null(FileStamp.Find(_folder["nothing.jpg"]));
        File.CreateSymbolicLink(_folder["broken.jpg"], _folder["nothing.jpg"]);
        Assert.Null(FileStamp.Find(_folder["broken.jpg"]));
    }
}
