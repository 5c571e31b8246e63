using ImageCodes.Model.Samples;

namespace ImageCodes.Tests.Samples;

public sealed class SamplePainterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_seed_paints_the_same_pictures_and_another_seed_others()
    {
        SamplePainter.Paint(_folder["a"], perKind: 2, cancel: TestContext.Current.CancellationToken);
        SamplePainter.Paint(_folder["b"], perKind: 2, cancel: TestContext.Current.CancellationToken);
        SamplePainter.Paint(_folder["c"], perKind: 2, seed: 2, cancel: TestContext.Current.CancellationToken);
        foreach (var kind in SamplePainter.Kinds)
        {
            var name = $"{kind}/{kind}-001.jpg";
            Assert.Equal(File.ReadAllBytes(_folder["a/" + name]), File.ReadAllBytes(_folder["b/" + name]));
            Assert.NotEqual(File.ReadAllBytes(_folder["a/" + name]), File.ReadAllBytes(_folder["c/" + name]));
        }
    }

    [Fact]
    public void Every_picture_can_be_decoded_and_no_two_are_alike_to_the_byte()
    {
        Assert.Equal(36, SamplePainter.Paint(_folder.Path, perKind: 3, cancel: TestContext.Current.CancellationToken));
        var files = Directory.EnumerateFiles(_folder.Path, "*.jpg", SearchOption.AllDirectories).Select(File.ReadAllBytes).ToList();
        Assert.All(files, file => Some.Decoder().Decode(file, TestContext.Current.CancellationToken));
        Assert.Equal(36, files.Select(Convert.ToHexString).Distinct().Count());
    }
}
