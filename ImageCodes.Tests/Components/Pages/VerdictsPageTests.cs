using Bunit;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Components.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Components.Pages;

public sealed class VerdictsPageTests : PageContext
{
    private VerdictStore Verdicts => Services.GetRequiredService<VerdictStore>();

    [Fact]
    public void Without_any_it_says_where_they_are_given() =>
        Assert.Equal("/library", Render<VerdictsPage>().Find(".notice a").GetAttribute("href"));

    [Fact]
    public async Task A_verdict_is_turned_and_taken_back()
    {
        var ids = await ImportAsync(3);
        Verdicts.Give(new Verdict(ids[0], ids[1], Alike: true));
        Verdicts.Give(new Verdict(ids[1], ids[2], Alike: false));
        var page = Render<VerdictsPage>();
        Assert.Equal(["not alike", "alike"], page.FindAll("figcaption").Select(caption => caption.TextContent));
        page.Act(() => page.FindAll("li button")[0].Click());
        Assert.Equal(["alike", "alike"], page.FindAll("figcaption").Select(caption => caption.TextContent));
        Assert.True(Verdicts.Of(ids[2])[ids[1]]);
        page.Act(() => page.FindAll("li button")[^1].Click());
        Assert.Equal([(ids[2], true)], Verdicts.Of(ids[1]).Select(verdict => (verdict.Key, verdict.Value)));
        Assert.Single(page.FindAll("li"));
    }
}
