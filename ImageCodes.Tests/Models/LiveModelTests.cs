using ImageCodes.Tests.Storage;
using ImageCodes.Web.Models;
using ImageCodes.Web.Settings;

namespace ImageCodes.Tests.Models;

public sealed class LiveModelTests : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    private LiveModel Open(string? model = null) =>
        new(new LibraryOptions { DataDir = _library.Database.Folder, Model = model }, _library.Models, _library.Codes);

    [Fact]
    public void A_choice_is_still_there_when_the_program_starts_again()
    {
        var live = Open();
        var (before, changed) = (live.Current, 0);
        live.Changed += () => changed++;
        live.Use(_library.Models.Import(Some.Model(_library.Folder, "mine")));
        Assert.Equal(("mine", 1), (live.Current.Encoder.Card.Name, changed));
        Assert.Equal("default", before.Encoder.Card.Name);   // whoever holds it goes on with it
        Assert.Equal("mine", Open().Current.Encoder.Card.Name);

        Assert.Contains("is in use", Assert.Throws<InvalidOperationException>(() => live.Remove(_library.Models.Chosen()!)).Message);
        Assert.Equal("mine", _library.Models.Chosen()!.Card.Name);

        live.GoBack();
        Assert.Equal(("default", 2), (live.Current.Encoder.Card.Name, changed));
        Assert.Contains("no earlier model", Assert.Throws<InvalidOperationException>(() => live.GoBack()).Message);
    }

    [Fact]
    public void Who_goes_back_from_a_model_that_is_no_longer_in_use_goes_back_no_further()
    {
        var live = Open();
        live.Use(_library.Models.Import(Some.Model(_library.Folder, "first")));
        live.Use(_library.Models.Import(Some.Model(_library.Folder, "second")));
        var shown = live.Current.Id;
        live.GoBack(shown);
        live.GoBack(shown);   // a second click
        Assert.Equal("first", live.Current.Encoder.Card.Name);
    }

    [Fact]
    public void One_does_not_go_back_to_a_model_whose_file_is_gone()
    {
        var live = Open();
        var first = _library.Models.Import(Some.Model(_library.Folder, "first"));
        live.Use(first);
        live.Use(_library.Models.Import(Some.Model(_library.Folder, "second")));
        File.Delete(first.Path);
        Assert.Contains("is gone", Assert.Throws<InvalidOperationException>(() => live.GoBack()).Message);
        Assert.Equal(("second", "second"), (live.Current.Encoder.Card.Name, _library.Models.Chosen()!.Card.Name));
    }

    [Fact]
    public void A_library_opens_with_the_program_s_own_model_where_another_file_stands_in_the_place_of_the_chosen_one()
    {
        var live = Open();
        var mine = _library.Models.Import(Some.Model(_library.Folder, "mine"));
        live.Use(mine);
        File.Copy(Some.Model(_library.Folder, "small", side: 32), mine.Path, overwrite: true);
        Assert.Equal("default", Open().Current.Encoder.Card.Name);

        live.GoBack();
        Assert.Throws<InvalidDataException>(() => live.Use(mine));
        Assert.Equal("default", live.Current.Encoder.Card.Name);
        Assert.Null(_library.Models.Chosen());
    }

    [Fact]
    public void A_choice_that_another_process_makes_is_followed()
    {
        var (here, elsewhere) = (Open(), Open());
        var changed = 0;
        here.Changed += () => changed++;
        here.Follow();
        Assert.Equal(0, changed);
        elsewhere.Use(_library.Models.Import(Some.Model(_library.Folder, "mine")));
        Assert.Equal("default", here.Current.Encoder.Card.Name);
        here.Follow();
        here.Follow();
        Assert.Equal(("mine", 1), (here.Current.Encoder.Card.Name, changed));
        elsewhere.GoBack();
        here.Follow();
        Assert.Equal(("default", 2), (here.Current.Encoder.Card.Name, changed));
    }

    [Fact]
    public void Where_the_settings_name_the_model_none_can_be_chosen()
    {
        var mine = _library.Models.Import(Some.Model(_library.Folder, "mine"));
        var live = Open(DefaultModel.Path);
        Assert.True(live.IsFixed);
        Assert.Contains("The settings name the model", Assert.Throws<InvalidOperationException>(() => live.Use(mine)).Message);
        Assert.Throws<InvalidOperationException>(() => live.GoBack());
    }

    [Fact]
    public void A_model_in_use_here_that_another_process_removes_is_made_known_again()
    {
        var here = Open(DefaultModel.Path);
        var (before, changed) = (here.Current.Id, 0);
        here.Changed += () => changed++;
        _library.Models.Remove(before);
        here.Follow();
        here.Follow();
        Assert.Equal(1, changed);
        Assert.True(_library.Models.IsKnown(here.Current.Id));
        Assert.NotEqual(before, here.Current.Id);
    }

    [Fact]
    public void A_chosen_model_whose_file_is_gone_gives_way_to_the_programs_own()
    {
        var mine = _library.Models.Import(Some.Model(_library.Folder, "mine"));
        Open().Use(mine);
        File.Delete(mine.Path);
        Assert.Equal("default", Open().Current.Encoder.Card.Name);
        Assert.Contains("is gone", Open().Problem);
        Assert.Contains("is gone", Assert.Throws<InvalidOperationException>(() => Open().Use(mine)).Message);
    }

    [Fact]
    public void A_chosen_model_whose_file_is_damaged_gives_way_too_and_cannot_be_chosen_again()
    {
        var mine = _library.Models.Import(Some.Model(_library.Folder, "mine"));
        var live = Open();
        live.Use(mine);
        Assert.Null(live.Problem);
        File.WriteAllBytes(mine.Path, File.ReadAllBytes(mine.Path)[..^100]);
        var reopened = Open();
        Assert.Equal("default", reopened.Current.Encoder.Card.Name);
        Assert.Contains("cannot be used", reopened.Problem);
        reopened.GoBack();
        Assert.Null(reopened.Problem);
        Assert.Contains("cannot be used", Assert.Throws<InvalidDataException>(() => reopened.Use(mine)).Message);
        Assert.Equal("default", reopened.Current.Encoder.Card.Name);
        Assert.Null(_library.Models.Chosen());
    }
}
