using Bunit;
using ImageCodes.Web.Components.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Components.Pages;

public sealed class ComparePageTests : PageContext
{
    [Fact]
    public async Task Two_pictures_are_told_apart_bit_by_bit_and_the_way_between_them_ends_at_both()
    {
        var ids = await ImportAsync(5);
        var page = Render<ComparePage>(parameters => parameters.Add(compare => compare.Id, ids[0]).Add(compare => compare.OtherId, ids[3]));
        var differing = page.FindAll(".marked").Count;
        Assert.StartsWith($"{differing} of 256 bits differ", page.Find(".told").TextContent.Trim());
        Assert.Equal($"{differing}", page.FindAll("tbody td")[^1].TextContent);
        Assert.Equal(differing, page.Find("section details p").TextContent.Split(", ").Length);
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".way li")));
        Assert.Equal(1 + differing, page.FindAll(".flips li").Count);
        var way = page.FindAll(".way li a");
        Assert.Equal(9, way.Count);
        Assert.Equal(($"/picture/{ids[0]}", $"/picture/{ids[3]}"), (way[0].GetAttribute("href"), way[^1].GetAttribute("href")));
    }

    [Fact]
    public async Task A_picture_that_is_not_there_is_said()
    {
        var ids = await ImportAsync(1);
        Assert.Contains(
            "has no code", Render<ComparePage>(parameters => parameters.Add(compare => compare.Id, ids[0]).Add(compare => compare.OtherId, 99)).Find(".notice").TextContent);
    }
}
