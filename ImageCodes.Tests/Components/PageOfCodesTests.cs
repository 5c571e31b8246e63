using Bunit;
using ImageCodes.Web.Components.Pages;
using ImageCodes.Web.Jobs;

namespace ImageCodes.Tests.Components;

public sealed class PageOfCodesTests : PageContext
{
    [Fact]
    public async Task Open_pages_go_over_to_a_model_that_comes_into_use()
    {
        var ids = await ImportAsync(4);
        var around = Render<NeighboursPage>(page => page.Add(one => one.Id, ids[0]));
        var compared = Render<ComparePage>(page => page.Add(two => two.Id, ids[0]).Add(two => two.OtherId, ids[1]));
        var inside = Render<CodePage>(page => page.Add(one => one.Id, ids[0]));
        var space = Render<CodesPage>();
        Navigation.NavigateTo($"/?picture={ids[0]}");
        var search = Render<SearchPage>();
        void Assume(int bits)
        {
            around.WaitForAssertion(() => Assert.Contains($" of {bits}.", around.Find(".told").TextContent));
            compared.WaitForAssertion(() => Assert.Contains($" of {bits} bits differ", compared.Find(".told").TextContent));
            inside.WaitForAssertion(() => Assert.Equal(bits, inside.FindAll("[role=option]").Count));
            search.WaitForAssertion(() => Assert.All(search.FindAll(".distance"), distance => Assert.EndsWith($"of {bits} bits", distance.TextContent)));
            search.WaitForAssertion(() => Assert.Equal(3, search.FindAll(".distance").Count));
            space.WaitForAssertion(() => Assert.EndsWith($" of {bits}", space.Find(".figures dd").TextContent));
        }

        Assume(256);
        Jobs.Enqueue(ModelJob.Kind, Models.Import(Some.Model(Folder, "mine")).Id);
        await RunJobAsync<ModelHandler>();
        Assume(64);
    }
}
