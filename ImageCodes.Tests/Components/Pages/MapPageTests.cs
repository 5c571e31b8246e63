using Bunit;
using ImageCodes.Model.Mapping;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Components.Pages;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Maps;
using ImageCodes.Web.Models;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Components.Pages;

public sealed class MapPageTests : PageContext
{
    private CodeMap Maps => Services.GetRequiredService<CodeMap>();

    private MapInUse Map => Maps.Find(Services.GetRequiredService<LiveModel>().Current)!;

    private static IReadOnlyList<string> Legend(IRenderedComponent<MapPage> page) =>
        [.. page.FindAll(".legend li").Select(row => string.Join(' ', row.QuerySelectorAll("span").Select(part => part.TextContent)))];

    private IRenderedComponent<MapPage> Open(string address)
    {
        Navigation.NavigateTo(address);
        var page = Render<MapPage>();
        page.WaitForState(() => !page.Markup.Contains("Reading the map"));
        return page;
    }

    private async Task<List<long>> LaidOutAsync(int count)
    {
        var ids = await ImportAsync(count);
        Jobs.Enqueue(MapJob.Kind, new MapRequest(Anew: true));
        await RunJobAsync<MapHandler>();
        return ids;
    }

    [Fact]
    public void Without_pictures_it_says_what_to_do() => Assert.Contains("Import some", Open("/map").Markup);

    [Fact]
    public async Task A_page_that_is_only_fetched_begins_nothing()
    {
        await ImportAsync(8);
        SetRendererInfo(new RendererInfo("Static", isInteractive: false));
        Assert.Contains("The map is not laid out yet", Open("/map").Markup);
        Assert.Empty(Jobs.Newest(MapJob.Kind));
    }

    [Fact]
    public async Task A_picture_that_is_gone_is_said_to_be_gone_until_one_stands_on_another()
    {
        var ids = await LaidOutAsync(3);
        var page = Open("/map?picture=99");
        Assert.Contains("has no picture 99", page.Find(".said").TextContent);
        Navigation.NavigateTo($"/map?picture={ids[0]}");
        page.WaitForAssertion(() => Assert.Equal("", page.Find(".said").TextContent));
        Assert.NotEmpty(page.FindAll(".standing"));
    }

    [Fact]
    public async Task A_small_library_is_laid_out_at_once_and_what_comes_is_added_without_moving_anything()
    {
        await ImportAsync(8);
        var page = Open("/map");
        page.WaitForAssertion(() => Assert.Contains("Laying out the map", page.Markup));
        await RunJobAsync<MapHandler>();
        page.WaitForAssertion(() => Assert.Contains("All 8 pictures", page.Markup));
        Assert.Equal(["even 4", "odd 4"], Legend(page));
        var before = Map;

        await ImportAsync(11);
        page = Open("/map");
        page.WaitForAssertion(() => Assert.Contains("Adding pictures to the map", page.Markup));
        await RunJobAsync<MapHandler>();
        page.WaitForAssertion(() => Assert.Contains("All 11 pictures", page.Markup));
        var after = Map;
        Assert.Equal(before.Stored.Layout, after.Stored.Layout);
        Assert.Equal(before.Points, after.Points.IntersectBy(before.Points.Select(point => point.Id), point => point.Id));
    }

    [Fact]
    public async Task A_map_that_the_library_has_outgrown_says_so_until_it_is_laid_out_anew()
    {
        await LaidOutAsync(4);
        await ImportAsync(9);
        var page = Open("/map");
        await RunJobAsync<MapHandler>();   // adds what came
        page.WaitForAssertion(() => Assert.Contains("The library had 4 pictures when the map was laid out, and has 9 now", page.Find(".missing").TextContent));
        page.Act(() => page.Find(".missing button").Click());
        await RunJobAsync<MapHandler>();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".missing")));
        Assert.Contains("All 9 pictures", page.Markup);
    }

    [Fact]
    public async Task What_someone_points_at_has_a_name()
    {
        var ids = await LaidOutAsync(3);
        var page = Open("/map");
        Assert.Equal("01.jpg", page.Instance.NameOf(ids[1]));
        Assert.Null(page.Instance.NameOf(99));
    }

    [Fact]
    public async Task Colours_are_by_label_by_folder_by_a_bit_or_by_distance_and_stand_in_the_address()
    {
        var ids = await LaidOutAsync(10);
        Services.GetRequiredService<LabelStore>().Tag([ids[0], ids[1], ids[2]], "liked");
        var page = Open("/map");
        Assert.Equal(["even 3", "liked 3", "odd 4"], Legend(page).Order());

        page.Act(() => page.Find("select").Change("folder"));
        page.WaitForAssertion(() => Assert.Equal(["even 5", "odd 5"], Legend(page)));
        page.Act(() => page.Find("select").Change("bit"));
        page.WaitForAssertion(() => Assert.StartsWith("bit 0 is 0", Legend(page)[0]));
        page.Act(() => page.Find("input[type=number]").Change("25"));
        page.WaitForAssertion(() => Assert.StartsWith("bit 25 is 1", Legend(page)[1]));
        Assert.EndsWith("/map?colour=bit&bit=25", Address);

        page = Open($"/map?colour=distance&picture={ids[4]}");
        Assert.Equal("0", page.Find(".legend .ends span").TextContent);
        Assert.Equal(9, page.FindAll(".near li").Count);
    }

    [Fact]
    public async Task What_is_drawn_around_is_listed_and_tagged()
    {
        var ids = await LaidOutAsync(9);
        var page = Open("/map");
        var map = Map;
        var lowest = map.Points.MinBy(point => point.Y);
        var (left, low, right, high) = (lowest.X - 0.001f, lowest.Y - 0.001f, lowest.X + 0.001f, lowest.Y + 0.001f);
        await page.InvokeAsync(() => page.Instance.Outlined([left, low, right, low, right, high, left, high]));
        page.WaitForAssertion(() => Assert.Contains("1 picture chosen", page.Markup));
        page.Act(() => page.Find(".chosen input").Input("corner"));
        page.Act(() => page.Find(".chosen form").Submit());
        page.WaitForAssertion(() => Assert.Contains("called 'corner'", page.Find(".said").TextContent));
        Assert.Contains(Services.GetRequiredService<LabelStore>().Of(lowest.Id), label => label is { Label: "corner", IsTag: true });
        page.WaitForAssertion(() => Assert.Contains("corner 1", Legend(page)));

        await page.InvokeAsync(() => page.Instance.Outlined([-2, -2, 2, -2, 2, 2, -2, 2]));
        page.WaitForAssertion(() => Assert.Contains("9 pictures chosen", page.Markup));
        Assert.Equal(ids.Order(), MapOutline.Within(map.Points, [(-2, -2), (2, -2), (2, 2), (-2, 2)]).Order());
        Assert.Equal($"/?picture={Maps.MiddleOf(ids)}", page.Find(".chosen a.button").GetAttribute("href"));
        Assert.Contains("9 pictures chosen", Open("/map").Markup);   // still, for who looked at another page
    }

    [Fact]
    public async Task The_map_is_told_in_words_and_what_lies_in_a_part_of_it_is_chosen()
    {
        var ids = await LaidOutAsync(14);
        var page = Open("/map");
        var rows = page.FindAll(".words tbody tr");
        Assert.Equal(9, rows.Count);
        var counts = rows.Select(row => int.Parse(row.QuerySelector("td")!.TextContent)).ToList();
        Assert.Equal(ids.Count, counts.Sum());
        Assert.Equal(counts.Select(count => count > 0), rows.Select(row => row.QuerySelector("button") is not null));
        var fullest = counts.IndexOf(counts.Max());
        Assert.Matches("^(even|odd) [0-9](, (even|odd) [0-9])?$", rows[fullest].QuerySelectorAll("td")[1].TextContent);
        page.Act(() => page.FindAll(".words tbody tr")[fullest].QuerySelector("button")!.Click());
        page.WaitForAssertion(() => Assert.Contains($"{counts[fullest]} pictures chosen", page.Find(".chosen h2").TextContent));

        page = Open($"/map?colour=distance&picture={ids[4]}");
        Assert.All(page.FindAll(".words tbody tr").Where(row => row.QuerySelector("button") is not null),
            row => Assert.Matches("half differ from the chosen picture in [0-9]+ bits or fewer", row.TextContent));
    }

    [Fact]
    public async Task The_middle_of_some_pictures_is_the_one_most_like_what_most_of_them_are()
    {
        var ids = await ImportAsync(7);
        var similar = Services.GetRequiredService<SimilarPictures>();
        var codes = ids.ToDictionary(id => id, id => similar.CodeOf(id)!.Code.Code);
        int Against(long id) => Enumerable.Range(0, 256).Count(bit => codes[id][bit] != codes.Values.Count(code => code[bit]) > 3);
        Assert.Equal(ids.Min(Against), Against(Maps.MiddleOf(ids)!.Value));
        Assert.Null(Maps.MiddleOf([]));
    }

    [Fact]
    public async Task A_layout_that_someone_stopped_is_not_begun_again_by_a_visit()
    {
        await ImportAsync(6);
        var page = Open("/map");
        page.Act(() => page.FindAll("article button").Single(button => button.TextContent == "Cancel").Click());
        page = Open("/map");
        Assert.Equal(JobState.Cancelled, Jobs.Newest(MapJob.Kind).Single().State);
        page.Act(() => page.FindAll(".notice button").Single().Click());
        Assert.Equal(2, Jobs.Newest(MapJob.Kind).Count);
    }

    [Fact]
    public async Task A_picture_is_found_by_its_name_or_its_number()
    {
        var ids = await LaidOutAsync(6);
        var page = Open("/map");
        page.Act(() => page.Find(".find input").Input("03.j"));
        page.Act(() => page.Find(".find").Submit());
        page.WaitForAssertion(() => Assert.EndsWith($"/map?picture={ids[3]}", Address));
        page.Act(() => page.Find(".find input").Input($"{ids[1]}"));
        page.Act(() => page.Find(".find").Submit());
        page.WaitForAssertion(() => Assert.EndsWith($"/map?picture={ids[1]}", Address));
        page.Act(() => page.Find(".find input").Input("nothing"));
        page.Act(() => page.Find(".find").Submit());
        page.WaitForAssertion(() => Assert.Contains("has no file with 'nothing'", page.Find(".said").TextContent));
    }
}
