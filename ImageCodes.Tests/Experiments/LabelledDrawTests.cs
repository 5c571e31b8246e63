using ImageCodes.Model.Experiments;

namespace ImageCodes.Tests.Experiments;

public sealed class LabelledDrawTests
{
    [Fact]
    public void So_many_of_each_label_are_drawn_the_same_by_the_same_seed_and_the_others_are_left()
    {
        var labels = Enumerable.Range(0, 100).Select(place => place % 4).ToList();
        var (drawn, others) = LabelledDraw.Of(labels, 3, seed: 1);
        Assert.Equal([3, 3, 3, 3], drawn.GroupBy(place => labels[place]).Select(group => group.Count()));
        Assert.Equal(Enumerable.Range(0, 100), drawn.Concat(others).Order());
        Assert.Equal(drawn, LabelledDraw.Of(labels, 3, seed: 1).Drawn);
        Assert.NotEqual(drawn, LabelledDraw.Of(labels, 3, seed: 2).Drawn);
    }
}
