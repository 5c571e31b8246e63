namespace ImageCodes.Model.Evaluation;

/// <summary>
/// The vote of the k nearest, each for all that it is called. Pictures tied at the k-th distance share its places equally.
/// </summary>
internal static class NearestVote
{
    /// <summary>
    /// Of the classes that win, the share that is among <paramref name="own"/>: 1 where such a one wins alone, 1/n where it ties with n - 1
    /// others, 0 where all lose.
    /// </summary>
    public static double ChanceOf(
        ReadOnlySpan<int> own, ReadOnlySpan<int> distances, ReadOnlySpan<int> counts, IReadOnlyList<int[]> labels, int classes, int k)
    {
        int last = 0, nearer = 0;
        while (last < counts.Length - 1 && nearer + counts[last] < k) nearer += counts[last++];
        var share = counts[last] == 0 ? 0 : Math.Min(1.0, (double)(k - nearer) / counts[last]);

        Span<double> votes = classes <= 1_024 ? stackalloc double[classes] : new double[classes];
        votes.Clear();
        for (var i = 0; i < distances.Length; i++)
        {
            if (distances[i] > last) continue;
            foreach (var label in labels[i]) votes[label] += distances[i] < last ? 1 : share;
        }

        var best = 0.0;
        foreach (var vote in votes) best = Math.Max(best, vote);
        if (best == 0) return 0;
        var (winners, right) = (0, 0);
        for (var label = 0; label < classes; label++)
        {
            if (votes[label] < best - 1e-9) continue;
            winners++;
            if (own.Contains(label)) right++;
        }

        return (double)right / winners;
    }
}
