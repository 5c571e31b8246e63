using Bunit;
using Dapper;
using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Components.Pages;
using ImageCodes.Web.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Components.Pages;

public sealed class PicturePageTests : PageContext
{
    [Fact]
    public async Task A_tag_is_added_and_taken_away()
    {
        var ids = await ImportAsync(2);
        var page = Render<PicturePage>(parameters => parameters.Add(picture => picture.Id, ids[0]));
        page.Act(() => page.Find(".labels input").Input("cat"));
        page.Act(() => page.Find(".labels form").Submit());
        page.WaitForAssertion(() => Assert.Equal(["cat", "even"], page.FindAll(".labels a").Select(label => label.TextContent)));
        Assert.Equal("It is called 'cat' now.", page.Find("[role=status]").TextContent);
        Assert.Equal("/library?label=cat", page.Find(".labels a").GetAttribute("href"));
        page.Act(() => page.Find(".labels button[aria-label]").Click());
        Assert.Equal(["even"], page.FindAll(".labels a").Select(label => label.TextContent));
        Assert.Empty(page.FindAll(".labels button[aria-label]"));
    }

    [Fact]
    public async Task A_picture_that_was_taken_out_meanwhile_is_not_said_to_have_a_tag()
    {
        var ids = await ImportAsync(2);
        var page = Render<PicturePage>(parameters => parameters.Add(picture => picture.Id, ids[0]));
        Pictures.Delete([ids[0]]);
        page.Act(() => page.Find(".labels input").Input("cat"));
        page.Act(() => page.Find(".labels form").Submit());
        page.WaitForAssertion(() => Assert.Equal("The library has no such picture any more.", page.Find("[role=status]").TextContent));
    }

    [Fact]
    public async Task A_tag_that_cannot_be_written_stays_where_it_was_typed()
    {
        var ids = await ImportAsync(2);
        var page = Render<PicturePage>(parameters => parameters.Add(picture => picture.Id, ids[0]));
        Services.GetRequiredService<LibraryDatabase>().Write(connection =>
            connection.Execute("CREATE TRIGGER full BEFORE INSERT ON labels BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"));
        page.Act(() => page.Find(".labels input").Input("cat"));
        page.Act(() => page.Find(".labels form").Submit());
        page.WaitForAssertion(() => Assert.Contains("the disk is full", page.Find("[role=status]").TextContent));
        Assert.Equal("cat", page.Find(".labels input").GetAttribute("value"));
    }

    [Fact]
    public async Task A_picture_whose_code_is_not_made_yet_shows_it_once_it_is()
    {
        var ids = await ImportAsync(2);
        var live = Services.GetRequiredService<LiveModel>();
        live.Use(Models.Import(Some.Model(Folder, "mine")));
        var page = Render<PicturePage>(parameters => parameters.Add(picture => picture.Id, ids[0]));
        Assert.Contains("It has no code of the model in use yet", page.Markup);
        Assert.Empty(page.FindAll("a.button[href^='/?picture=']"));
        await Services.GetRequiredService<Importer>().EncodeMissingAsync(live.Current.Encoder, cancel: Xunit.TestContext.Current.CancellationToken);
        page.WaitForAssertion(() => Assert.Equal(64, page.FindAll(".bits i").Count));
        Assert.Equal($"/?picture={ids[0]}", page.Find("a.button").GetAttribute("href"));
    }

    [Fact]
    public async Task It_shows_facts_code_and_neighbours()
    {
        var ids = await ImportAsync(5);
        var page = Render<PicturePage>(parameters => parameters.Add(picture => picture.Id, ids[2]));
        Assert.Equal("02.jpg", page.Find("h1").TextContent);
        Assert.Contains("96 × 64 pixels", page.Markup);
        Assert.Contains("even", page.Find("table").TextContent);
        Assert.Equal(256, page.FindAll(".bits i").Count);
        Assert.Equal(4, page.FindAll(".grid li").Count);
        Assert.Equal($"/?picture={ids[2]}", page.Find("a.button").GetAttribute("href"));
    }

    [Fact]
    public async Task It_is_deleted_once_that_was_asked_again()
    {
        var ids = await ImportAsync(2);
        var page = Render<PicturePage>(parameters => parameters.Add(picture => picture.Id, ids[0]));
        page.Act(() => page.Find(".doing .danger").Click());
        Assert.NotNull(Pictures.Find(ids[0]));
        page.Act(() => page.Find(".notice .danger").Click());
        Assert.Null(Pictures.Find(ids[0]));
        Assert.Equal("/library", Address);
    }

    [Fact]
    public async Task A_file_that_is_gone_or_changed_is_said_and_cannot_be_saved()
    {
        var ids = await ImportAsync(2);
        File.Delete(Pictures.Files(ids[0])[0].Path);
        File.AppendAllText(Pictures.Files(ids[1])[0].Path, "more");
        string[] Open(long id)
        {
            var page = Render<PicturePage>(parameters => parameters.Add(picture => picture.Id, id));
            Assert.Empty(page.FindAll("a[download]"));
            return [.. page.FindAll(".fault").Select(fault => fault.TextContent)];
        }

        Assert.Equal(["gone"], Open(ids[0]));
        Assert.Equal(["changed since it was imported"], Open(ids[1]));
    }

    [Fact]
    public void A_picture_that_is_not_there_is_said() =>
        Assert.Contains("no picture 7", Render<PicturePage>(parameters => parameters.Add(picture => picture.Id, 7)).Find(".notice").TextContent);
}
