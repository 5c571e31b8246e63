using Bunit;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Components.Pages;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Models;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Components.Pages;

public sealed class ModelsPageTests : PageContext
{
    private LiveModel Live => Services.GetRequiredService<LiveModel>();

    private static IReadOnlyList<string> Names(IRenderedComponent<ModelsPage> page) =>
        [.. page.FindAll("article h2").Select(name => name.TextContent)];

    private static void Click(IRenderedComponent<ModelsPage> page, string text) =>
        page.Act(() => page.FindAll("button").Single(button => button.TextContent == text).Click());

    private static void Upload(IRenderedComponent<ModelsPage> page, string path) =>
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(File.ReadAllBytes(path), Path.GetFileName(path)));

    [Fact]
    public async Task A_model_file_is_added_used_gone_back_from_and_removed()
    {
        var ids = await ImportAsync(4);
        var page = Render<ModelsPage>();
        Upload(page, Some.Model(Folder, "mine"));
        page.WaitForAssertion(() => Assert.Equal(["default", "mine"], Names(page)));
        Assert.DoesNotContain("verdict", page.Find("form").TextContent);   // there are none

        Click(page, "Use it");
        page.WaitForAssertion(() => Assert.Contains("about to be made", page.Markup));
        Assert.Equal(256, Live.Current.Encoder.Bits);
        await RunJobAsync<ModelHandler>();
        page.WaitForAssertion(() => Assert.Equal(["mine", "default"], Names(page)));
        Assert.Contains("4 of 4 pictures", page.FindAll("article")[0].TextContent);
        var similar = Services.GetRequiredService<SimilarPictures>();
        Assert.Equal(3, similar.Find(similar.CodeOf(ids[0])!, new SearchRequest(), except: ids[0]).Hits.Count);
        Assert.Equal(64, similar.CodeOf(ids[0])!.Code.Bits);

        Click(page, "Go back to the model before");
        page.WaitForAssertion(() => Assert.Equal(["default", "mine"], Names(page)));
        page.WaitForAssertion(() => Assert.DoesNotContain("Going back …", page.Markup));
        Click(page, "Remove …");
        Click(page, "Remove");
        page.WaitForAssertion(() => Assert.Equal(["default"], Names(page)));
    }

    [Fact]
    public void A_file_that_is_no_model_is_a_sentence()
    {
        var page = Render<ModelsPage>();
        Upload(page, Folder.Write("text.safetensors", "hello"u8.ToArray()));
        page.WaitForAssertion(() => Assert.Contains("'text.safetensors' is not a model that can be used", page.Find("[role=alert]").TextContent));
        Assert.Equal(["default"], Names(page));
    }

    [Fact]
    public void A_change_that_failed_says_why_until_that_is_put_away()
    {
        var page = Render<ModelsPage>();
        var model = Models.Import(Some.Model(Folder, "mine"));
        var job = Jobs.Enqueue(ModelJob.Kind, model.Id);
        using var stop = Jobs.Begin(job, CancellationToken.None);
        Jobs.End(job, JobState.Failed, "The disk is full.");
        page.WaitForAssertion(() => Assert.Contains("The disk is full.", page.Find("article .problem").TextContent));
        Click(page, "Put away");
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("article .problem")));
    }

    [Fact]
    public async Task The_whole_network_learns_where_that_is_chosen_and_each_choice_keeps_its_passes()
    {
        await ImportAsync(4);
        var page = Render<ModelsPage>();
        string? Passes() => page.Find("form input[inputmode]").GetAttribute("value");
        Assert.Equal("20", Passes());
        page.Act(() => page.Find("form input[inputmode]").Input("7"));
        page.Act(() => page.FindAll("form select")[1].Change("Network"));
        Assert.Equal("10", Passes());
        page.Act(() => page.FindAll("form select")[1].Change("Head"));
        Assert.Equal("7", Passes());
        page.Act(() => page.FindAll("form select")[1].Change("Network"));
        page.Act(() => page.Find("form").Submit());
        page.WaitForAssertion(() => Assert.NotEmpty(Jobs.Newest(TrainJob.Kind)));
        var request = TrainJob.Of(Jobs.Newest(TrainJob.Kind)[0]).Request;
        Assert.Equal((10, 0), (request.Epochs, request.HeadEpochs));
    }

    [Fact]
    public async Task A_label_that_is_gone_since_it_was_chosen_is_not_asked_for()
    {
        var ids = await ImportAsync(4);
        var labels = Services.GetRequiredService<LabelStore>();
        labels.Tag([ids[0]], "fleeting");
        var page = Render<ModelsPage>();
        page.Act(() => page.FindAll("form input[type=radio]")[2].Change(true));
        page.WaitForAssertion(() => Assert.Contains("fleeting", page.Find("form fieldset").TextContent));
        foreach (var name in new[] { "even", "fleeting" })
            page.Act(() => page.FindAll("form fieldset .list label").Single(label => label.TextContent.Contains(name)).QuerySelector("input")!.Change(true));
        labels.Untag([ids[0]], "fleeting");
        page.Act(() => page.FindAll("form input[type=radio]")[0].Change(true));
        page.Act(() => page.FindAll("form input[type=radio]")[2].Change(true));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("form fieldset .list label")));
        Assert.DoesNotContain("fleeting", page.Find("form fieldset").TextContent);
        page.Act(() => page.Find("form").Submit());
        page.WaitForAssertion(() => Assert.NotEmpty(Jobs.Newest(TrainJob.Kind)));
        Assert.Equal(["even"], TrainJob.Of(Jobs.Newest(TrainJob.Kind)[0]).Request.Labels!);
    }

    [Fact]
    public async Task A_training_is_asked_for_paused_and_cancelled()
    {
        await ImportAsync(4);
        var page = Render<ModelsPage>();
        page.Act(() => page.Find("form input[type=text]").Input(""));
        page.Act(() => page.Find("form").Submit());
        Assert.Contains("name", page.Find("form [role=alert]").TextContent);
        page.Act(() => page.Find("form input[type=text]").Input("mine"));
        page.Act(() => page.Find("form input[inputmode]").Input("many"));
        page.Act(() => page.Find("form").Submit());
        Assert.Contains("'many'", page.Find("form [role=alert]").TextContent);
        page.Act(() => page.Find("form input[inputmode]").Input("4"));
        page.Act(() => page.FindAll("form input[type=radio]")[1].Change(true));
        page.Act(() => page.Find("form").Submit());
        Assert.Contains("at least one folder", page.Find("form [role=alert]").TextContent);
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("form input[type=checkbox]")));
        page.Act(() => page.FindAll("form input[type=checkbox]")[0].Change(true));
        page.Act(() => page.Find("form").Submit());

        page.WaitForAssertion(() => Assert.Equal("queued", page.Find("article[aria-label^=Training] .state").TextContent));
        var request = TrainJob.Of(Jobs.Newest(TrainJob.Kind)[0]).Request;
        Assert.Equal(("mine", 0, 4, Folder["pictures/even"]), (request.Name, request.Epochs, request.HeadEpochs, Assert.Single(request.Folders)));
        Click(page, "Pause");
        page.WaitForAssertion(() => Assert.Equal("paused", page.Find("article[aria-label^=Training] .state").TextContent));
        Click(page, "Cancel");
        page.WaitForAssertion(() => Assert.Equal("cancelled", page.Find("article[aria-label^=Training] .state").TextContent));
    }
}
