namespace ImageCodes.Model.Evaluation;

/// <summary>A few that stand for many, with no chance in it.</summary>
public static class EvenlySpread
{
    /// <summary>At most so many of a list, in its order, from its first on and equally far apart; all where there are no more.</summary>
    public static IReadOnlyList<T> Evenly<T>(this IReadOnlyList<T> all, int most)
    {
        var count = Math.Min(most, all.Count);
        return [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)])];
    }
}
