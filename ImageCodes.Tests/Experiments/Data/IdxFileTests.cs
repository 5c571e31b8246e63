using System.IO.Compression;
using ImageCodes.Model.Experiments.Data;

namespace ImageCodes.Tests.Experiments.Data;

public sealed class IdxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Write(params byte[] bytes)
    {
        using var file = new GZipStream(File.Create(_folder["digits.gz"]), CompressionLevel.Fastest);
        file.Write(bytes);
        return _folder["digits.gz"];
    }

    [Fact]
    public void Sizes_and_values_come_out()
    {
        var (shape, values) = IdxFile.Read(Write(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 10, 11, 12, 13, 14, 15));
        Assert.Equal([2, 3], shape);
        Assert.Equal([10, 11, 12, 13, 14, 15], values);
    }

    [Fact]
    public void A_file_that_is_cut_short_says_how_much_is_missing() =>
        Assert.Contains(
            "says that it holds 6 values; it holds 2",
            Assert.Throws<InvalidDataException>(() => IdxFile.Read(Write(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 10, 11))).Message);

    [Fact]
    public void Another_format_is_refused() =>
        Assert.Contains("is not an IDX file", Assert.Throws<InvalidDataException>(() => IdxFile.Read(Write(1, 2, 3, 4, 5, 6))).Message);
}
