using ImageCodes.Model.Mapping;

namespace ImageCodes.Tests.Storage;

public sealed class MapStoreTests(DefaultModel model) : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    private async Task<(long Model, long[] Ids)> ImportAsync()
    {
        var id = await _library.ImportedModelAsync(model.Encoder, 4);
        return (id, [.. _library.Pictures.Page(new(), 0, 10).Select(picture => picture.Id).Order()]);
    }

    private static MapPoint At(long id) => new(id, id / 10f, -id / 10f);

    [Fact]
    public async Task A_map_is_kept_extended_and_replaced()
    {
        var (model, ids) = await ImportAsync();
        Assert.Null(_library.Maps.Find(model));
        Assert.Equal(default, _library.Maps.Stamp(model));
        _library.Maps.Replace(model, [At(ids[2]), At(ids[0])], codes: 4);
        var first = _library.Maps.Find(model)!;
        Assert.Equal([At(ids[0]), At(ids[2])], first.Points);

        _library.Maps.Add(model, [At(ids[1])]);
        var extended = _library.Maps.Find(model)!;
        Assert.Equal([At(ids[0]), At(ids[1]), At(ids[2])], extended.Points);
        Assert.Equal(first.Layout, extended.Layout);

        _library.Maps.Replace(model, [At(ids[3])], codes: 2);
        var second = _library.Maps.Find(model)!;
        Assert.Equal([At(ids[3])], second.Points);
        Assert.NotEqual(first.Layout, second.Layout);
        Assert.Equal((2, 4), (second.Codes, extended.Codes));
        Assert.Equal(second.Stamp, _library.Maps.Stamp(model));
    }

    [Fact]
    public async Task A_map_of_as_many_other_pictures_is_told_from_the_one_before()
    {
        var (model, ids) = await ImportAsync();
        _library.Maps.Replace(model, ids[..3].Select(At), codes: 4);
        var before = _library.Maps.Find(model)!;
        Assert.Equal(before.Stamp, _library.Maps.Stamp(model));
        _library.Pictures.Delete([ids[0]]);
        _library.Maps.Add(model, [At(ids[3])]);
        Assert.Equal((before.Layout, 3), (_library.Maps.Stamp(model).Layout, _library.Maps.Stamp(model).Points));
        Assert.NotEqual(before.Stamp, _library.Maps.Stamp(model));
    }

    [Fact]
    public async Task A_deleted_picture_is_gone_from_the_map_and_does_not_come_back()
    {
        var (model, ids) = await ImportAsync();
        _library.Maps.Replace(model, ids.Select(At), codes: 4);
        _library.Pictures.Delete([ids[1]]);
        Assert.Equal([ids[0], ids[2], ids[3]], _library.Maps.Find(model)!.Points.Select(point => point.Id));
        _library.Maps.Add(model, [At(ids[1])]);
        Assert.Equal(3, _library.Maps.Find(model)!.Points.Count);
    }

    [Fact]
    public async Task What_points_are_called_comes_by_their_pictures()
    {
        var (model, ids) = await ImportAsync();
        _library.Maps.Replace(model, ids[..3].Select(At), codes: 4);
        _library.Labels.Tag([ids[1]], "zebra");
        var pictures = _library.Pictures.Find(ids);
        Assert.Equal(pictures.Take(3).ToDictionary(picture => picture.Id, picture => picture.Hash[..16]), _library.Maps.Hashes(model));
        Assert.Equal(pictures.Take(3).ToDictionary(picture => picture.Id, picture => Path.GetDirectoryName(picture.Path)!), _library.Maps.Folders(model));
        // A tag comes before the name of a folder, whatever its letters.
        Assert.Equal("zebra", _library.Maps.Labels(model)[ids[1]]);
    }

    [Fact]
    public async Task There_is_nothing_to_add_to_without_a_map()
    {
        var (model, ids) = await ImportAsync();
        Assert.Contains("lay it out first", Assert.Throws<InvalidOperationException>(() => _library.Maps.Add(model, [At(ids[0])])).Message);
    }
}
