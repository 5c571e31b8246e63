using Bunit;
using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Components.Pages;
using ImageCodes.Web.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Components.Pages;

public sealed class CodesPageTests : PageContext
{
    [Fact]
    public void An_empty_library_says_what_to_do()
    {
        var page = Render<CodesPage>();
        page.WaitForAssertion(() => Assert.Equal("/import", page.Find(".notice a").GetAttribute("href")));
    }

    [Fact]
    public async Task It_tells_balance_distances_and_codes_that_repeat()
    {
        await ImportAsync(12);
        var page = Render<CodesPage>();
        page.WaitForAssertion(() => Assert.Equal(6, page.FindAll(".figures dd").Count));
        Assert.Contains("All 12 codes", page.Markup);
        Assert.Equal(256, page.FindAll(".shares i").Count);
        Assert.Equal(["random pairs", "the nearest picture", "pairs with a label in common", "pairs with different labels"],
            page.FindAll("figcaption span").Select(line => line.TextContent.Split(", mean")[0]));
        Assert.NotEmpty(page.FindAll("details tbody tr"));
    }

    [Fact]
    public async Task What_is_tagged_after_a_visit_is_told_of_at_the_next()
    {
        for (var i = 0; i < 6; i++) Folder.Write($"{i:00}.jpg", Some.Jpeg(i));   // in no folder that names them
        await Services.GetRequiredService<Importer>().ImportAsync([.. Enumerable.Range(0, 6).Select(i => Folder[$"{i:00}.jpg"])], Services.GetRequiredService<LiveModel>().Current.Encoder, cancel: Xunit.TestContext.Current.CancellationToken);
        int Lines() => Render<CodesPage>() is var page && page.WaitForElement("figcaption span") is not null ? page.FindAll("figcaption span").Count : 0;
        Assert.Equal(2, Lines());
        var labels = Services.GetRequiredService<LabelStore>();
        labels.Tag([1, 2, 3], "mine");
        labels.Tag([4, 5, 6], "yours");
        Assert.Equal(4, Lines());
    }

    [Fact]
    public async Task Another_models_codes_are_told_of_beside_those_in_use()
    {
        await ImportAsync(8);
        var other = Models.Import(Some.Model(Folder, "mine"));
        using (var encoder = PictureEncoder.Load(other.Path)) await Services.GetRequiredService<Importer>().EncodeMissingAsync(encoder, cancel: Xunit.TestContext.Current.CancellationToken);
        var page = Render<CodesPage>();
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".models > section")));
        page.Act(() => page.Find(".beside select").Change(other.Id.ToString()));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".models > section").Count));
        Assert.EndsWith($"?with={other.Id}", Address);
        Assert.Equal(["of 256", "of 64"], page.FindAll(".figures div:first-child dd:not(.soft)").Select(figure => figure.TextContent[figure.TextContent.IndexOf("of")..]));
    }
}
