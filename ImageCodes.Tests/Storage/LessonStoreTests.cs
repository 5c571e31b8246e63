using ImageCodes.Model.Storage;

namespace ImageCodes.Tests.Storage;

public sealed class LessonStoreTests(DefaultModel model) : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task What_was_learned_stays_learned_and_what_was_held_out_may_be_learned_later()
    {
        await _library.ImportedModelAsync(model.Encoder, 4);
        long[] ids = [.. _library.Pictures.Page(new(), 0, 10).Select(picture => picture.Id).Order()];
        var lessons = new LessonStore(_library.Database);
        Assert.Empty(lessons.HeldOut(ids));
        lessons.Keep([ids[0]], heldOut: false);
        lessons.Keep([ids[0], ids[1], ids[2], 9_999], heldOut: true);
        lessons.Keep([ids[1]], heldOut: false);
        Assert.Equal(new Dictionary<long, bool> { [ids[0]] = false, [ids[1]] = false, [ids[2]] = true }, lessons.HeldOut([.. ids, 9_999]));
        Assert.Equal([ids[0], ids[1]], lessons.Learned());
    }

    [Fact]
    public async Task A_picture_that_is_taken_out_and_comes_again_is_known()
    {
        await _library.ImportedModelAsync(model.Encoder, 2);
        long[] Ids() => [.. _library.Pictures.Page(new(), 0, 10).Select(picture => picture.Id).Order()];
        var lessons = new LessonStore(_library.Database);
        lessons.Keep(Ids(), heldOut: false);
        _library.Pictures.Delete(Ids());
        Assert.Empty(lessons.Learned());
        await _library.ImportedModelAsync(model.Encoder, 2);
        Assert.Equal(Ids(), lessons.Learned());
    }
}
