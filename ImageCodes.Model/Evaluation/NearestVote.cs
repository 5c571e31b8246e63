namespace ImageCodes.Model.Evaluation;

/// <summary>The vote of the k nearest. Pictures tied at the k-th distance share its places equally.</summary>
internal static class NearestVote
{
    /// <summary>1 where <paramref name="own"/> wins alone, 1/n where it ties with n - 1 other classes, 0 where it loses.</summary>
    public static double ChanceOf(int own, ReadOnlySpan<int> distances, ReadOnlySpan<int> counts, ReadOnlySpan<int> labels, int classes, int k)
    {
        int last = 0, nearer = 0;
        while (last < counts.Length - 1 && nearer + counts[last] < k) nearer += counts[last++];
        var share = counts[last] == 0 ? 0 : Math.Min(1.0, (double)(k - nearer) / counts[last]);

        Span<double> votes = classes <= 1_024 ? stackalloc double[classes] : new double[classes];
        votes.Clear();
        for (var i = 0; i < distances.Length; i++)
        {
            if (distances[i] <= last) votes[labels[i]] += distances[i] < last ? 1 : share;
        }

        var best = 0.0;
        foreach (var vote in votes) best = Math.Max(best, vote);
        if (best == 0 || votes[own] < best - 1e-9) return 0;
        var winners = 0;
        foreach (var vote in votes) winners += vote >= best - 1e-9 ? 1 : 0;
        return 1.0 / winners;
    }
}
