using AngleSharp.Dom;
using Bunit;
using ImageCodes.Web.Components.Parts;

namespace ImageCodes.Tests.Components.Parts;

public sealed class ChoiceListTests : BunitContext
{
    private readonly HashSet<string> _chosen = [];

    private IRenderedComponent<ChoiceList> Open(int count) => Render<ChoiceList>(parameters => parameters
        .Add(part => part.Of, [.. Enumerable.Range(0, count).Select(number => ($"{number:000}", number))])
        .Add(part => part.Chosen, _chosen));

    [Fact]
    public void A_click_chooses_and_another_one_takes_it_back()
    {
        var list = Open(3);
        Assert.Equal(["000 0", "001 1", "002 2"], list.FindAll("label").Select(label => label.TextContent.Trim()));
        list.FindAll("input")[1].Change(true);
        Assert.Equal(["001"], _chosen);
        Assert.Equal([false, true, false], list.FindAll("input").Select(box => box.IsChecked()));
        list.FindAll("input")[1].Change(false);
        Assert.Empty(_chosen);
    }

    [Fact]
    public void Of_very_many_those_in_view_are_drawn() => Assert.InRange(Open(301).FindAll("label").Count, 1, 300);
}
