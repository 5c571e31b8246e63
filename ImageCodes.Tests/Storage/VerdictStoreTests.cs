using ImageCodes.Model.Storage;

namespace ImageCodes.Tests.Storage;

public sealed class VerdictStoreTests(DefaultModel model) : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    private async Task<long[]> ImportAsync()
    {
        await _library.ImportedModelAsync(model.Encoder, 3);
        return [.. _library.Pictures.Page(new(), 0, 10).Select(picture => picture.Id).Order()];
    }

    [Fact]
    public async Task The_last_verdict_on_two_pictures_counts_whichever_comes_first()
    {
        var ids = await ImportAsync();
        _library.Verdicts.Give(new Verdict(ids[0], ids[1], Alike: true));
        _library.Verdicts.Give(new Verdict(ids[1], ids[0], Alike: false));
        _library.Verdicts.Give(new Verdict(ids[2], ids[0], Alike: true));
        Assert.Equal(new Dictionary<long, bool> { [ids[1]] = false, [ids[2]] = true }, _library.Verdicts.Of(ids[0]));
        Assert.Equal([new Verdict(ids[0], ids[1], Alike: false)], _library.Verdicts.Among(ids[..2]));
        Assert.Equal(2, _library.Verdicts.Count());
    }

    [Fact]
    public async Task A_verdict_can_be_taken_back_once()
    {
        var ids = await ImportAsync();
        _library.Verdicts.Give(new Verdict(ids[0], ids[1], Alike: true));
        Assert.True(_library.Verdicts.TakeBack(ids[1], ids[0]));
        Assert.False(_library.Verdicts.TakeBack(ids[1], ids[0]));
        Assert.Empty(_library.Verdicts.Of(ids[0]));
    }

    [Fact]
    public async Task A_verdict_on_one_picture_or_on_one_that_is_not_there_is_refused()
    {
        var ids = await ImportAsync();
        Assert.Contains("on two pictures", Assert.Throws<ArgumentException>(() => _library.Verdicts.Give(new Verdict(ids[0], ids[0], true))).Message);
        Assert.Contains("does not hold both", Assert.Throws<ArgumentException>(() => _library.Verdicts.Give(new Verdict(ids[0], 999, true))).Message);
    }
}
