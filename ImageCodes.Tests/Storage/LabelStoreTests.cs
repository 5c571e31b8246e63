using ImageCodes.Model.Storage;

namespace ImageCodes.Tests.Storage;

public sealed class LabelStoreTests(DefaultModel model) : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    private async Task<long[]> ImportAsync()
    {
        await _library.ImportedModelAsync(model.Encoder, 4);
        return [.. _library.Pictures.Page(new(), 0, 10).Select(picture => picture.Id).Order()];
    }

    [Fact]
    public async Task A_tag_is_set_on_many_pictures_at_once_and_taken_from_some()
    {
        var ids = await ImportAsync();
        Assert.Equal(3, _library.Labels.Tag(ids[..3], " cat "));
        Assert.Equal(1, _library.Labels.Tag(ids, "cat"));
        Assert.Equal(2, _library.Labels.Untag(ids[2..], "cat"));
        Assert.Equal([new KnownLabel("cat", 2, IsTag: true)], _library.Labels.All().Where(label => label.Label == "cat"));
        Assert.Equal([new KnownLabel("cat", 2, IsTag: true)], _library.Labels.Tags());
        Assert.Equal(ids[..2], _library.Pictures.Page(new(Label: "cat"), 0, 10).Select(picture => picture.Id).Order());
        Assert.Equal(2, _library.Pictures.CountFiles(new(Label: "cat")));
        Assert.Equal(ids[..2], _library.Labels.PicturesOf("cat").Order());
        Assert.Equal(_library.Labels.All().Select(label => label.Label), _library.Labels.Offered("x"));
    }

    [Fact]
    public async Task Of_many_labels_those_are_offered_that_begin_as_one_types()
    {
        var ids = await ImportAsync();
        for (var number = 0; number < 60; number++) _library.Labels.Tag(ids[..1], $"tag {number:00}");
        Assert.Equal(50, _library.Labels.Offered("").Count);
        Assert.Equal(Enumerable.Range(10, 10).Select(number => $"tag {number}"), _library.Labels.Offered("tag 1"));
        Assert.Empty(_library.Labels.Offered("tags"));
    }

    [Fact]
    public async Task A_label_in_other_capitals_is_found_where_none_is_written_so()
    {
        var ids = await ImportAsync();
        _library.Labels.Tag(ids, "Wolf");
        Assert.Equal("Wolf", _library.Labels.FindOtherwise("wOLF"));
        Assert.Null(_library.Labels.FindOtherwise("Wolf"));
        Assert.Null(_library.Labels.FindOtherwise("wolves"));
    }

    [Fact]
    public async Task Tags_come_before_the_names_of_folders_which_cannot_be_taken_away()
    {
        _library.Folder.Write("pictures/dogs/a.jpg", Some.Jpeg(100));
        var ids = await ImportAsync();
        var id = _library.Pictures.IdOf(_library.Folder["pictures/dogs/a.jpg"])!.Value;
        _library.Labels.Tag([id], "wolf");
        _library.Labels.Untag([id], "dogs");
        Assert.Equal([new PictureLabel("wolf", IsTag: true), new PictureLabel("dogs", IsTag: false)], _library.Labels.Of(id));
        _library.Labels.Tag([ids[0]], "dogs");
        Assert.Equal([new KnownLabel("dogs", 2, IsTag: true), new KnownLabel("wolf", 1, IsTag: true)], _library.Labels.Tags());
        _library.Labels.Untag([ids[0]], "dogs");
        Assert.Equal(["wolf", "dogs"], _library.Pictures.ForTraining([], []).Single(picture => picture.Id == id).Labels);
    }

    [Fact]
    public async Task A_training_by_labels_gets_their_pictures_and_no_other_label()
    {
        var ids = await ImportAsync();
        _library.Labels.Tag(ids[..2], "cat");
        _library.Labels.Tag(ids[1..3], "grey");
        var chosen = _library.Pictures.ForTraining([], ["cat"]);
        Assert.Equal(ids[..2], chosen.Select(picture => picture.Id));
        Assert.All(chosen, picture => Assert.Equal(["cat"], picture.Labels));
    }

    [Fact]
    public async Task A_training_by_folders_gets_those_below_them_however_they_are_named()
    {
        _library.Folder.Write("pictures/dogs/a.jpg", Some.Jpeg(1));
        _library.Folder.Write("pictures/dogs-2/b.jpg", Some.Jpeg(2));
        await ImportAsync();
        foreach (var named in new[] { "pictures/dogs", "pictures/dogs/", "pictures/../pictures/dogs" })
            Assert.Equal([_library.Folder["pictures/dogs/a.jpg"]], _library.Pictures.ForTraining([_library.Folder[named]], []).Select(picture => picture.Path));
    }

    [Theory]
    [InlineData("  ")]
    [InlineData("two\nlines")]
    [InlineData("a tag that is far too long for anyone to read, or to want to read")]
    public void A_tag_that_is_none_is_refused(string tag) =>
        Assert.Contains("1 to 60 letters", Assert.Throws<ArgumentException>(() => _library.Labels.Tag([1], tag)).Message);

    [Fact]
    public async Task What_was_said_of_a_picture_goes_with_it()
    {
        var ids = await ImportAsync();
        _library.Labels.Tag(ids, "cat");
        _library.Verdicts.Give(new Verdict(ids[0], ids[1], Alike: true));
        _library.Pictures.Delete([ids[0]]);
        Assert.Equal(3, _library.Labels.All().Single(label => label.Label == "cat").Pictures);
        Assert.Equal(0, _library.Verdicts.Count());
    }
}
