using ImageCodes.Model.Files;

namespace ImageCodes.Tests.Files;

public sealed class WholeFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_takes_the_place_of_what_was_there(bool onDisk)
    {
        var path = _folder.Write("file", "long before"u8.ToArray());
        WholeFile.Write(path, "now"u8.ToArray(), onDisk);
        Assert.Equal("now", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Where_writing_fails_all_is_as_before()
    {
        var path = _folder.Write("file", "before"u8.ToArray());
        Assert.Throws<IOException>(() => WholeFile.Write(path, file =>
        {
            file.Write("half"u8);
            throw new IOException("No space left on device");
        }));
        Assert.Equal("before", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Who_comes_while_another_writes_is_refused_and_what_that_one_writes_is_there()
    {
        var path = _folder["file"];
        WholeFile.Write(path, file =>
        {
            Assert.Throws<IOException>(() => WholeFile.Write(path, "second"u8.ToArray()));
            file.Write("first"u8);
        });
        Assert.Equal("first", File.ReadAllText(path));
    }
}
