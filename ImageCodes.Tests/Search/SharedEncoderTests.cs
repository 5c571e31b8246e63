using ImageCodes.Model.Imaging;
using ImageCodes.Tests.Storage;
using ImageCodes.Web.Models;
using ImageCodes.Web.Search;
using ImageCodes.Web.Settings;

namespace ImageCodes.Tests.Search;

public sealed class SharedEncoderTests : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task Queries_that_come_together_get_the_codes_they_would_get_alone()
    {
        var live = new LiveModel(new LibraryOptions { DataDir = _library.Database.Folder }, _library.Models, _library.Codes);
        var shared = new SharedEncoder(live);
        var pictures = Enumerable.Range(0, 100).Select(i => Some.Input((byte)(i * 2), (byte)(255 - i), (byte)(i * i % 256))).ToList();
        var together = await Task.WhenAll(pictures.Select(shared.EncodeAsync));
        // Rounding may tip a bit that is hardly sure.
        for (var i = 0; i < pictures.Count; i += 9)
            Assert.InRange(live.Current.Encoder.Encode([pictures[i]], TestContext.Current.CancellationToken)[0].Code.DistanceTo(together[i].Code.Code), 0, 3);
        Assert.All(together, encoded => Assert.Same(live.Current, encoded.Model));
    }

    [Fact]
    public async Task A_picture_of_another_size_fails_and_later_ones_do_not()
    {
        var shared = new SharedEncoder(new LiveModel(new LibraryOptions { DataDir = _library.Database.Folder }, _library.Models, _library.Codes));
        await Assert.ThrowsAsync<ArgumentException>(() => shared.EncodeAsync(new NetworkInput(new PixelGrid(2, 2, new byte[12]))));
        Assert.Equal(256, (await shared.EncodeAsync(Some.Input(1, 2, 3))).Code.Bits);
    }
}
