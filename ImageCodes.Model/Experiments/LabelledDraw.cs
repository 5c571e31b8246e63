namespace ImageCodes.Model.Experiments;

/// <summary>So many of each label, drawn by a seed.</summary>
internal static class LabelledDraw
{
    /// <returns>Ascending places in the list: those drawn, and the others.</returns>
    public static (IReadOnlyList<int> Drawn, IReadOnlyList<int> Others) Of<T>(IReadOnlyList<T> labels, int ofEach, int seed)
    {
        var order = Enumerable.Range(0, labels.Count).ToArray();
        new Random(seed).Shuffle(order);
        var drawn = order.GroupBy(place => labels[place]).SelectMany(places => places.Take(ofEach)).ToHashSet();
        return ([.. drawn.Order()], [.. order.Where(place => !drawn.Contains(place)).Order()]);
    }
}
