using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;
using ImageCodes.Model.Storage;

namespace ImageCodes.Tests.Storage;

public sealed class LibraryIndexTests(DefaultModel model) : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    private LibraryIndex Open(long modelId) => new(_library.Codes, modelId, new CodeIndex(model.Encoder.Bits));

    [Fact]
    public async Task It_holds_what_the_library_held_and_follows_what_is_added_and_deleted()
    {
        var modelId = await _library.ImportedModelAsync(model.Encoder, pictures: 5);
        var index = Open(modelId);
        Assert.Equal(5, index.Index.Count);

        _library.Folder.Write("pictures/more.jpg", Some.Jpeg(100));
        await _library.Importer().ImportAsync([_library.Folder["pictures"]], model.Encoder, cancel: TestContext.Current.CancellationToken);
        index.CatchUp();
        Assert.Equal(6, index.Index.Count);

        var first = _library.Pictures.Page(new(), 0, 1)[0].Id;
        _library.Pictures.Delete([first]);
        index.CatchUp();
        Assert.DoesNotContain(index.Index.Ball(Some.Query(64, 1), 64), neighbour => neighbour.Id == first);
        Assert.Equal(5, index.Index.Count);
        Assert.Equal(5, Open(modelId).Index.Count);
    }

    [Fact]
    public async Task A_code_that_is_made_anew_replaces_the_old_one()
    {
        var modelId = await _library.ImportedModelAsync(model.Encoder, pictures: 2);
        var index = Open(modelId);
        var id = _library.Pictures.Page(new(), 0, 1)[0].Id;
        var other = Some.Query(model.Encoder.Bits, seed: 9);
        _library.Codes.Add(modelId, [KeyValuePair.Create(id, other)]);
        index.CatchUp();
        Assert.Equal(new Neighbour(id, 0), index.Index.Nearest(other, 1)[0]);
        Assert.Equal(2, index.Index.Count);
    }

    [Fact]
    public async Task Codes_of_another_model_are_not_seen()
    {
        await _library.ImportedModelAsync(model.Encoder, pictures: 2);
        Assert.Equal(0, Open(modelId: 999).Index.Count);
    }

    [Fact]
    public async Task Stored_activations_keep_the_signs_of_their_code()
    {
        var modelId = await _library.ImportedModelAsync(model.Encoder, pictures: 3);
        foreach (var row in _library.Codes.All(modelId))
            Assert.Equal(row.Code, _library.Codes.Find(modelId, row.Id)!.Code);
        PictureCode faint = new(Enumerable.Range(0, model.Encoder.Bits).Select(i => i % 2 == 0 ? 1e-6f : -1e-6f).ToArray());
        var id = _library.Pictures.Page(new(), 0, 1)[0].Id;
        _library.Codes.Add(modelId, [KeyValuePair.Create(id, faint)]);
        Assert.Equal(faint.Code, _library.Codes.Find(modelId, id)!.Code);
    }
}
