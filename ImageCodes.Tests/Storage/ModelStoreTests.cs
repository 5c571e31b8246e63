using ImageCodes.Model.Networks;

namespace ImageCodes.Tests.Storage;

public sealed class ModelStoreTests(DefaultModel model) : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    [Fact]
    public void An_imported_model_is_the_librarys_own_copy_and_known_once()
    {
        var file = Some.Model(_library.Folder, "mine");
        var mine = _library.Models.Import(file);
        File.Delete(file);
        Assert.True(mine.IsUsable);
        Assert.Equal(("mine", 64, 0.5), (mine.Card.Name, mine.Bits, mine.Card.Metrics["precisionAt10.64"]));
        Assert.Equal(mine.Id, _library.Models.Import(mine.Path).Id);
        Assert.Single(_library.Models.All());
    }

    [Fact]
    public void The_librarys_own_copy_stays_its_file_whichever_other_one_is_loaded()
    {
        var file = Some.Model(_library.Folder, "mine");
        var mine = _library.Models.Import(file);
        using (var outside = PictureEncoder.Load(file)) Assert.Equal(mine.Id, _library.Models.Register(outside));
        File.Delete(file);
        Assert.Equal((mine.Path, true), (_library.Models.Find(mine.Id)!.Path, _library.Models.Find(mine.Id)!.IsUsable));
    }

    [Fact]
    public void A_model_that_was_used_where_it_lies_is_copied_when_it_is_added_and_where_its_copy_is_gone_it_is_used_there_again()
    {
        var file = Some.Model(_library.Folder, "mine");
        long Use()
        {
            using var outside = PictureEncoder.Load(Path.GetRelativePath(Environment.CurrentDirectory, file));
            return _library.Models.Register(outside);
        }

        var used = Use();
        Assert.Equal(file, _library.Models.Find(used)!.Path);
        var mine = _library.Models.Import(file);
        Assert.Equal((used, _library.Folder["library/models"]), (mine.Id, Path.GetDirectoryName(mine.Path)));
        File.Delete(mine.Path);
        Assert.Equal(used, Use());
        Assert.Equal(file, _library.Models.Find(used)!.Path);
    }

    [Fact]
    public void A_file_that_made_another_version_before_no_longer_stands_for_that_where_the_library_has_a_copy_of_what_it_makes_now()
    {
        var file = _library.Folder["outside.safetensors"];
        long Use(string content)
        {
            File.Copy(content, file, overwrite: true);
            using var outside = PictureEncoder.Load(file);
            return _library.Models.Register(outside);
        }

        var (one, other) = (Some.Model(_library.Folder, "one"), Some.Model(_library.Folder, "other"));
        var before = Use(one);
        var own = _library.Models.Import(other);
        Assert.Equal(own.Id, Use(other));
        Assert.Equal((false, true), (_library.Models.Find(before)!.IsUsable, _library.Models.Find(own.Id)!.IsUsable));
    }

    [Fact]
    public async Task A_model_that_is_removed_while_its_codes_are_made_ends_that_with_a_sentence()
    {
        var own = await _library.ImportedModelAsync(model.Encoder, pictures: 1);
        var code = _library.Codes.Find(own, 1)!;
        _library.Models.Remove(own);
        Assert.Contains("was removed meanwhile", Assert.Throws<InvalidOperationException>(() => _library.Codes.Add(own, [new(1, code)])).Message);
    }

    [Fact]
    public void What_is_no_model_is_refused_and_leaves_nothing()
    {
        var file = _library.Folder.Write("text.safetensors", "hello"u8.ToArray());
        Assert.Throws<InvalidDataException>(() => _library.Models.Import(file));
        Assert.Throws<FileNotFoundException>(() => _library.Models.Import(_library.Folder["none.safetensors"]));
        Assert.Empty(_library.Models.All());
        Assert.False(Directory.Exists(_library.Folder["library/models"]));
    }

    [Fact]
    public void A_model_for_pictures_of_another_size_is_refused()
    {
        var small = Some.Model(_library.Folder, "small", side: 32);
        Assert.Contains(
            "32 x 32 pixels; a library's pictures are seen as 64 x 64",
            Assert.Throws<InvalidDataException>(() => _library.Models.Import(small)).Message);
        Assert.Empty(_library.Models.All());
    }

    [Fact]
    public void Choices_are_taken_back_one_by_one()
    {
        var (first, second) = (_library.Models.Import(Some.Model(_library.Folder, "first")), _library.Models.Import(Some.Model(_library.Folder, "second")));
        Assert.Null(_library.Models.Chosen());
        _library.Models.Choose(first.Id);
        _library.Models.Choose(second.Id);
        Assert.Equal(second.Id, _library.Models.Chosen()!.Id);
        Assert.True(_library.Models.Unchoose());
        Assert.Equal(first.Id, _library.Models.Chosen()!.Id);
        Assert.True(_library.Models.Unchoose());
        Assert.Null(_library.Models.Chosen());
        Assert.False(_library.Models.Unchoose());
    }

    [Fact]
    public void The_same_model_once_more_is_no_choice_also_where_the_one_between_is_gone()
    {
        var (first, second) = (_library.Models.Import(Some.Model(_library.Folder, "first")), _library.Models.Import(Some.Model(_library.Folder, "second")));
        Assert.True(_library.Models.Choose(first.Id));
        Assert.False(_library.Models.Choose(first.Id));
        Assert.True(_library.Models.Choose(second.Id));
        Assert.True(_library.Models.Choose(first.Id));
        _library.Models.Remove(second.Id);
        Assert.True(_library.Models.Unchoose());
        Assert.Null(_library.Models.Chosen());
    }

    [Fact]
    public void A_chosen_file_whose_version_changes_stays_chosen_and_outlives_its_earlier_version()
    {
        var mine = _library.Models.Import(Some.Model(_library.Folder, "mine"));
        _library.Models.Choose(mine.Id);
        File.Copy(Some.Model(_library.Folder, "changed"), mine.Path, overwrite: true);
        using var encoder = PictureEncoder.Load(mine.Path);
        var changed = _library.Models.Register(encoder);
        Assert.NotEqual(mine.Id, changed);
        Assert.Equal(changed, _library.Models.ChosenId());
        Assert.Equal((true, false), (_library.Models.Find(mine.Id)!.IsSuperseded, _library.Models.Find(mine.Id)!.IsUsable));
        _library.Models.Remove(mine.Id);
        Assert.True(_library.Models.Find(changed)!.IsUsable);
        _library.Models.Remove(changed);
        Assert.False(File.Exists(mine.Path));
    }

    [Fact]
    public void A_version_that_its_file_makes_again_is_there_again_and_the_one_between_is_not()
    {
        var (one, other) = (Some.Model(_library.Folder, "one"), Some.Model(_library.Folder, "other"));
        var mine = _library.Models.Import(one);
        long Register(string file)
        {
            File.Copy(file, mine.Path, overwrite: true);
            using var encoder = PictureEncoder.Load(mine.Path);
            return _library.Models.Register(encoder);
        }

        var changed = Register(other);
        Assert.Equal(mine.Id, Register(one));
        Assert.Equal((true, false), (_library.Models.Find(mine.Id)!.IsUsable, _library.Models.Find(changed)!.IsUsable));
        Assert.Equal(changed, Register(other));
        Assert.Equal((false, true), (_library.Models.Find(mine.Id)!.IsUsable, _library.Models.Find(changed)!.IsUsable));
    }

    [Fact]
    public async Task Removing_a_model_takes_its_codes_its_file_and_its_choices_and_nothing_of_others()
    {
        var own = await _library.ImportedModelAsync(model.Encoder, pictures: 3);
        var other = _library.Models.Import(Some.Model(_library.Folder, "other"));
        using (var encoder = PictureEncoder.Load(other.Path))
            await _library.Importer().EncodeMissingAsync(encoder, cancel: TestContext.Current.CancellationToken);
        _library.Models.Choose(other.Id);
        Assert.Equal([3, 3], _library.Models.All().Select(known => known.Codes));

        _library.Models.Remove(other.Id);
        Assert.False(other.IsUsable);
        Assert.Null(_library.Models.Chosen());
        Assert.Equal(0, _library.Codes.Since(other.Id, 0, 64, 10).Codes.Count);
        Assert.Equal(3, _library.Codes.Since(own, 0, 256, 10).Codes.Count);

        _library.Models.Remove(own);
        Assert.True(File.Exists(DefaultModel.Path));   // not the library's own copy

        // A job may still name a number that was given.
        Assert.InRange(_library.Models.Import(Some.Model(_library.Folder, "later")).Id, Math.Max(own, other.Id) + 1, long.MaxValue);
    }
}
