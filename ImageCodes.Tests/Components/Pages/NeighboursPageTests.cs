using Bunit;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Components.Pages;
using ImageCodes.Web.Search;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Components.Pages;

public sealed class NeighboursPageTests : PageContext
{
    private IRenderedComponent<NeighboursPage> Open(long id, string query)
    {
        Navigation.NavigateTo($"/picture/{id}/neighbours{query}");
        var page = Render<NeighboursPage>(parameters => parameters.Add(page => page.Id, id));
        // The ball is counted and its table laid out beside the page.
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".told").Count(told => !told.TextContent.Contains('…'))));
        return page;
    }

    [Fact]
    public async Task Shells_add_up_to_the_ball_and_empty_ones_are_said()
    {
        var ids = await ImportAsync(9);
        var all = Open(ids[0], "?radius=128");
        var shells = all.FindAll(".shell h2 small").Select(count => int.Parse(count.TextContent.Split(' ')[0])).Sum();
        Assert.Equal($"These are all {shells} within 128 bits of 256.", all.Find(".told").TextContent);
        Assert.Contains("None at", all.Markup);
        Assert.Equal(shells, all.FindAll(".shell .grid li").Count);
        Assert.Equal("No other picture lies within 0 bits of 256.", Open(ids[0], "?radius=0").Find(".told").TextContent);
    }

    /// <summary>Pictures of one look, whatever a model makes of it, and of different content: a few bytes follow each.</summary>
    private void WriteEqual(int count)
    {
        var png = Some.TwoColours().PngsaveBuffer();
        foreach (var copy in Enumerable.Range(0, count)) Folder.Write($"pictures/odd/{copy}.png", [.. png, (byte)copy]);
    }

    [Fact]
    public async Task Of_a_full_shell_more_is_shown_when_asked_for()
    {
        WriteEqual(20);
        var ids = await ImportAsync(2);
        var first = Services.GetRequiredService<PictureStore>().FindByName("0.png")!.Id;
        var similar = Services.GetRequiredService<SimilarPictures>();
        var counts = similar.CountByDistance(similar.CodeOf(first)!, [16], except: first)[16];
        Assert.InRange(counts[0], 19, 21);
        var page = Open(first, "?bits=16&radius=0");
        Assert.Equal(12, page.FindAll(".shell .grid li").Count);
        page.Act(() => page.FindAll(".shell button").Single().Click());
        page.WaitForAssertion(() => Assert.Equal(counts[0], page.FindAll(".shell .grid li").Count));
        Assert.Empty(page.FindAll(".shell button"));
        Assert.Equal(counts[0], page.FindAll(".shell .grid li a.picture").Select(link => link.GetAttribute("href")).Distinct().Count());
    }

    [Fact]
    public void A_picture_without_a_code_has_no_neighbours_and_that_is_said()
    {
        Navigation.NavigateTo("/picture/7/neighbours");
        var page = Render<NeighboursPage>(parameters => parameters.Add(one => one.Id, 7));
        page.WaitForAssertion(() => Assert.Contains("no code of a picture 7", page.Markup));
        Assert.Equal("", page.Find("[role=status]").TextContent);
    }

    [Fact]
    public async Task Of_a_full_bucket_more_is_shown_from_the_table()
    {
        WriteEqual(20);
        await ImportAsync(2);
        var first = Services.GetRequiredService<PictureStore>().FindByName("0.png")!.Id;
        var page = Open(first, "?address=8&radius=0");
        const string buckets = "section[aria-labelledby=buckets-title]";
        var all = int.Parse(page.Find($"{buckets} > p > button").TextContent.Split(' ')[4]);
        Assert.Equal(12, page.FindAll($"{buckets} .grid li").Count);
        page.Act(() => page.Find($"{buckets} > p > button").Click());
        page.WaitForAssertion(() => Assert.Equal(all, page.FindAll($"{buckets} .grid li").Count));
    }

    [Fact]
    public async Task A_longer_code_has_fewer_pictures_of_the_same_bits()
    {
        // From red to green.
        foreach (var copy in Enumerable.Range(0, 30))
            Folder.Write($"pictures/odd/{copy}.png", Some.TwoColours(left: [200 - 4 * copy, 40 + 4 * copy, 40], right: [40, 90, 160]).PngsaveBuffer());
        await ImportAsync(6);
        var first = Services.GetRequiredService<PictureStore>().FindByName("0.png")!.Id;
        var rows = Open(first, "").FindAll("details tbody tr");
        var same = rows[1].QuerySelectorAll("td").Select(cell => int.Parse(cell.TextContent)).ToList();
        Assert.True(same[0] > same[^1], string.Join(' ', same));
        Assert.Equal(same.OrderDescending(), same);
        var similar = Services.GetRequiredService<SimilarPictures>();
        var lengths = similar.CodeOf(first)!.Model.Encoder.Card.Network.Prefixes;
        var counts = similar.CountByDistance(similar.CodeOf(first)!, lengths, except: first);
        Assert.Equal(lengths.Select(bits => counts[bits][0]), same);
    }

    [Fact]
    public async Task A_place_that_was_passed_twice_stands_twice_in_the_trail()
    {
        var ids = await ImportAsync(5);
        var page = Open(ids[0], $"?trail={ids[0]},{ids[1]},{ids[1]},{ids[2]}&radius=128");
        Assert.Equal([ids[0], ids[1], ids[2]], page.FindAll(".trail a").Select(link => long.Parse(link.GetAttribute("href")!.Split('/')[2])));
    }

    [Fact]
    public async Task A_step_keeps_the_way_and_another_length_the_place()
    {
        var ids = await ImportAsync(5);
        var page = Open(ids[0], $"?trail={ids[1]}&radius=128");
        Assert.Single(page.FindAll(".trail a"));
        Assert.NotEmpty(page.FindAll(".grid a.picture"));
        Assert.All(page.FindAll(".grid a.picture"), step => Assert.EndsWith($"trail={ids[1]},{ids[0]}", step.GetAttribute("href")));
        Assert.All(page.FindAll(".grid a.picture"), step => Assert.Contains("radius=128&", step.GetAttribute("href")));
        page.Act(() => page.Find("select").Change("64"));
        Assert.Equal($"/picture/{ids[0]}/neighbours?trail={ids[1]}&bits=64", Address);
    }

    [Fact]
    public async Task The_radius_goes_by_single_bits()
    {
        var ids = await ImportAsync(3);
        var page = Open(ids[0], "?radius=20");
        page.Act(() => page.Find(".stepper button").Click());
        Assert.EndsWith("radius=19", Address);
        Assert.True(Open(ids[0], "?radius=0").Find(".stepper button").HasAttribute("disabled"));
    }

    [Fact]
    public async Task As_an_address_a_code_finds_what_shares_its_first_bits_and_tells_where_it_looked()
    {
        var ids = await ImportAsync(12);
        var page = Open(ids[0], "?address=8");
        Assert.StartsWith("9 of 256 addresses were looked at", page.Find("section [role=status].told").TextContent.Trim());
        var similar = Services.GetRequiredService<SimilarPictures>();
        var own = similar.CodeOf(ids[0])!.Code.Code.Prefix(8);
        var same = ids.Skip(1).Count(id => similar.CodeOf(id)!.Code.Code.Prefix(8) == own);
        var near = ids.Count(id => similar.CodeOf(id)!.Code.Code.Prefix(8).DistanceTo(own) == 1);
        Assert.Contains(
            $"{(same == 0 ? "no" : same)} {(same <= 1 ? "picture" : "pictures")} in the bucket, {(near == 0 ? "no" : near)} {(near <= 1 ? "picture" : "pictures")} one flip away", page.Markup);
        page.Act(() => page.FindAll("select")[1].Change("12"));
        Assert.EndsWith("address=12", Address);
    }
}
