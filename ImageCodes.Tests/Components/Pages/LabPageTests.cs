using Bunit;
using ImageCodes.Model.Experiments;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Components.Pages;
using ImageCodes.Web.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Components.Pages;

public sealed class LabPageTests : PageContext
{
    private string Work => ExperimentHandler.FolderOf(Services.GetRequiredService<LibraryDatabase>());

    [Fact]
    public void All_experiments_are_listed_with_what_they_last_found()
    {
        new ExperimentResult("pca", 1, Quick: false, 75, [new("error here", 1.5, 1.0, "1.00 (somebody)"), new("share there", 0.9, 0.8)]).Save(Work);
        File.WriteAllBytes(Path.Combine(Work, "pca--some-unit.webp"), PictureSheet.Write([new PixelGrid(1, 1, [1, 2, 3])], 1));
        var page = Render<LabPage>();
        Assert.Equal(ExperimentCatalogue.All.Select(experiment => experiment.Name), page.FindAll("section h2").Select(name => name.TextContent));
        Assert.Equal("Last run: seed 1, 1 min; 1 of 2 aims missed", page.Find("summary").TextContent);
        Assert.Equal(["error here", "1.5", "1", "1.00 (somebody)"], page.FindAll("tbody tr")[0].QuerySelectorAll("td").Select(cell => cell.TextContent));
        Assert.StartsWith("/api/experiments/pca/pictures/pca--some-unit.webp?made=", page.Find("figure img").GetAttribute("src"));
        Assert.Equal(ExperimentCatalogue.All.Count - 1, page.FindAll("section > p.soft").Count(line => line.TextContent.Contains("not run here yet")));
    }

    [Fact]
    public void A_quick_run_has_pictures_of_its_own_and_no_aim_to_miss()
    {
        void Draw(string name) => File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Work).FullName, name), PictureSheet.Write([new PixelGrid(1, 1, [1, 2, 3])], 1));
        Draw("pca--full.webp");
        Draw("pca-quick--small.webp");
        new ExperimentResult("pca", 1, Quick: true, 75, [new("error here", 1.5, 1.0)]).Save(Work);
        string[] Shown(IRenderedComponent<LabPage> page) => [.. page.FindAll("figcaption").Select(caption => caption.TextContent)];
        var quick = Render<LabPage>();
        Assert.Equal(["small"], Shown(quick));
        Assert.DoesNotContain("missed", quick.Find("summary").TextContent);
        new ExperimentResult("pca", 1, Quick: false, 75, [new("error here", 1.5, 1.0)]).Save(Work);
        var both = Render<LabPage>();
        Assert.Equal(["full", "small"], Shown(both));
        Assert.Equal("small", both.Find("details:not([open]) figcaption").TextContent);   // beside the full run, and closed
    }

    [Fact]
    public void Figures_of_one_name_do_not_end_the_page()
    {
        new ExperimentResult("pca", 1, Quick: false, 75, [new("looked at", 1), new("looked at", 2)]).Save(Work);
        var page = Render<LabPage>();
        page.Act(() => page.Find("#data").Input("/srv"));
        Assert.Equal(2, page.FindAll("tbody tr").Count);
    }

    [Fact]
    public void A_quick_run_stands_beside_the_full_one()
    {
        new ExperimentResult("pca", 1, Quick: false, 70, []).Save(Work);
        new ExperimentResult("pca", 1, Quick: true, 8, []).Save(Work);
        Assert.Equal((70, 8), (ExperimentResult.Find(Work, "pca", quick: false)!.Seconds, ExperimentResult.Find(Work, "pca", quick: true)!.Seconds));
        Assert.Null(ExperimentResult.Find(Work, "image-codes", quick: false));
        Assert.Equal(["Last run: seed 1, 1 min", "Last quick run: seed 1, 8 s"], Render<LabPage>().FindAll("summary").Select(summary => summary.TextContent));
    }

    [Fact]
    public void A_run_that_is_paused_stays_on_the_page_while_a_later_one_runs_and_when_it_is_done()
    {
        var store = Services.GetRequiredService<JobStore>();
        var full = Jobs.Enqueue(ExperimentJob.Kind, new ExperimentRequest("pca", Folder.Path, Quick: false));
        Assert.True(store.Move(full.Id, [JobState.Queued], JobState.Paused));
        var quick = Jobs.Enqueue(ExperimentJob.Kind, new ExperimentRequest("pca", Folder.Path, Quick: true));
        IEnumerable<string> Cards(IRenderedComponent<LabPage> page) => page.FindAll("[aria-label='Run of pca']").Select(card => card.TextContent);
        var page = Render<LabPage>();
        Assert.Equal(2, Cards(page).Count());
        Assert.Contains(page.FindAll("button[aria-label='Run pca']"), button => button.HasAttribute("disabled"));
        Assert.True(store.Move(quick.Id, [JobState.Queued], JobState.Completed));
        var later = Render<LabPage>();
        Assert.Contains("A full run", Assert.Single(Cards(later)));
        Assert.DoesNotContain(later.FindAll("button[aria-label='Run pca']"), button => button.HasAttribute("disabled"));
    }

    [Fact]
    public async Task A_run_says_what_its_data_lack_and_a_folder_that_is_none_is_not_run()
    {
        var page = Render<LabPage>();
        page.Act(() => page.Find("section button").Click());
        Assert.Contains("Say above where the data sets are", page.Find("[role=alert]").TextContent);
        page.Act(() => page.Find("#data").Input("/no/such/folder"));
        page.Act(() => page.Find("section button").Click());
        Assert.Contains("'/no/such/folder'", page.Find("[role=alert]").TextContent);

        page.Act(() => page.Find("#data").Input(Folder.Path));
        page.Act(() => page.FindAll("section").Single(section => section.QuerySelector("h2")!.TextContent == "pca").QuerySelector("button")!.Click());
        Assert.Equal(new ExperimentRequest("pca", Folder.Path, Quick: false), ExperimentJob.Of(Jobs.Newest(ExperimentJob.Kind)[0]).Request);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(RunJobAsync<ExperimentHandler>);
        Assert.Contains("train-images-idx3-ubyte.gz", failure.Message);
    }
}
