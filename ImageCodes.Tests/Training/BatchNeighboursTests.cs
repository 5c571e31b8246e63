using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training;

public sealed class BatchNeighboursTests
{
    public BatchNeighboursTests() => TorchRuntime.EnsurePrepared();

    private static TrainingSet Set(params JudgedPair[] pairs) =>
        new([.. Enumerable.Range(0, 6).Select(i => new LabelledPicture(Some.Input((byte)i, 0, 0), []))], pairs);

    /// <summary>By a loss's name, for each row whom it is to choose and whom it may not choose; null: nobody but itself.</summary>
    private static Dictionary<string, (string Chosen, string? Except)> Asked(TrainingSet set, int[] places, int views)
    {
        string Rows(Tensor pairs) => string.Join(' ', pairs.to(int32).data<int>().ToArray().Chunk(places.Length * views).Select(row => string.Concat(row)));
        var asked = new List<(string Chosen, string? Except)>();
        var losses = new BatchNeighbours(set, places, views).Losses((chosen, except) =>
        {
            asked.Add((Rows(chosen), except is null ? null : Rows(except)));
            return zeros(1);
        }, weight: 0.5).ToList();
        Assert.All(losses, loss => Assert.Equal(0.5, loss.Weight));
        return losses.Zip(asked).ToDictionary(pair => pair.First.Name, pair => pair.Second);
    }

    [Fact]
    public void Where_nothing_was_said_the_views_of_a_picture_choose_each_other() =>
        Assert.Equal(new() { ["views"] = ("1010 0101 1010 0101", null) }, Asked(Set(), [4, 2], views: 2));

    [Fact]
    public void What_was_called_alike_is_chosen_a_second_time_without_ones_own_views()
    {
        var asked = Asked(Set(new JudgedPair(2, 4, Alike: true)), [4, 2, 0], views: 2);
        Assert.Equal(["views", "alike"], asked.Keys);
        Assert.Equal(("110110 110110 001001 110110 110110 001001", null), asked["views"]);
        Assert.Equal(("010010 100100 000000 010010 100100 000000", "100100 010010 001001 100100 010010 001001"), asked["alike"]);
    }

    [Fact]
    public void Pairs_of_one_view_each_are_neighbours_and_no_more() =>
        Assert.Equal(new() { ["views"] = ("1100 1100 0011 0011", null) },
            Asked(Set(new JudgedPair(2, 4, Alike: true), new JudgedPair(3, 3, Alike: true)), [4, 2, 3, 3], views: 1));

    [Fact]
    public void Who_met_something_that_is_not_alike_chooses_anything_else_and_the_others_are_not_asked()
    {
        var asked = Asked(Set(new JudgedPair(2, 4, Alike: false)), [4, 2, 0], views: 1);
        Assert.Equal(["views", "not alike"], asked.Keys);
        Assert.Equal(("100 010 001", null), asked["views"]);
        Assert.Equal(("101 011 000", "100 010 001"), asked["not alike"]);
    }
}
