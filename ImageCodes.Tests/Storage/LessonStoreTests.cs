using ImageCodes.Model.Storage;

namespace ImageCodes.Tests.Storage;

public sealed class LessonStoreTests(DefaultModel model) : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task What_a_picture_was_for_first_is_what_it_stays_for_until_it_is_gone()
    {
        await _library.ImportedModelAsync(model.Encoder, 4);
        long[] ids = [.. _library.Pictures.Page(new(), 0, 10).Select(picture => picture.Id).Order()];
        var lessons = new LessonStore(_library.Database);
        Assert.Empty(lessons.HeldOut(ids));
        lessons.Keep([ids[0], ids[1]], heldOut: false);
        lessons.Keep([ids[1], ids[2], 9_999], heldOut: true);
        Assert.Equal(new Dictionary<long, bool> { [ids[0]] = false, [ids[1]] = false, [ids[2]] = true }, lessons.HeldOut([.. ids, 9_999]));
        _library.Pictures.Delete([ids[2]]);
        Assert.Equal([ids[0], ids[1]], lessons.HeldOut(ids).Keys.Order());
    }
}
