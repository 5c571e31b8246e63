namespace ImageCodes.Model.Evaluation;

/// <summary>
/// One query's ranking by distance: for each distance, how many pictures are at it and how many of them are relevant.
/// Measures are expectations over the orders within a group (McSherry and Najork 2008).
/// </summary>
internal readonly ref struct RankedGroups(ReadOnlySpan<int> counts, ReadOnlySpan<int> relevant)
{
    private const double EulerMascheroni = 0.577215664901532861;

    private readonly ReadOnlySpan<int> _counts = counts;
    private readonly ReadOnlySpan<int> _relevant = relevant;

    /// <summary>Expected share of relevant pictures among the first <paramref name="k"/>; where fewer are ranked, among those.</summary>
    public double PrecisionAt(int k)
    {
        double taken = 0, hits = 0;
        for (var distance = 0; distance < _counts.Length && taken < k; distance++)
        {
            if (_counts[distance] == 0) continue;
            var part = Math.Min(_counts[distance], k - taken);
            hits += _relevant[distance] * part / _counts[distance];
            taken += part;
        }

        return taken == 0 ? 0 : hits / taken;
    }

    /// <summary>
    /// Expected average precision over the first <paramref name="k"/>: the mean of the precisions at the relevant pictures among
    /// them; 0 where none is. Where the k-th place is tied, the expectation also over how many relevant ones fall before the cut.
    /// </summary>
    public double AveragePrecision(int k = int.MaxValue)
    {
        double sum = 0, before = 0, hitsBefore = 0;
        for (var distance = 0; distance < _counts.Length && before < k; distance++)
        {
            double count = _counts[distance], hits = _relevant[distance];
            if (before + count > k) return CutWithin(count, hits, k - before, sum, before, hitsBefore);
            sum += WithinGroup(count, hits, before, hitsBefore);
            before += count;
            hitsBefore += hits;
        }

        return hitsBefore == 0 ? 0 : sum / hitsBefore;
    }

    /// <summary>The expected sum of the precisions at a group's relevant pictures, in whatever order the group comes.</summary>
    private static double WithinGroup(double count, double hits, double before, double hitsBefore)
    {
        if (hits == 0) return 0;
        // At place i of the group stands a relevant picture with chance hits / count; then, of the i - 1 before it in
        // the group, each is relevant with chance f = (hits - 1) / (count - 1). So the sum over i of
        // (hitsBefore + 1 + (i - 1) f) / (before + i), which is f for each place and a multiple of harmonic numbers.
        var further = count > 1 ? (hits - 1) / (count - 1) : 0;
        var sum = further * count + (hitsBefore + 1 - (before + 1) * further) * (Harmonic(before + count) - Harmonic(before));
        return sum * hits / count;
    }

    /// <summary>
    /// The same where only the first <paramref name="places"/> of the last group count: over how many of its hits they hold (a
    /// hypergeometric draw).
    /// </summary>
    private static double CutWithin(double count, double hits, double places, double sum, double before, double hitsBefore)
    {
        double expected = 0, fewest = Math.Max(0, hits - (count - places)), most = Math.Min(hits, places);
        var logChance = LogChoose(hits, fewest) + LogChoose(count - hits, places - fewest) - LogChoose(count, places);
        for (var taken = fewest; taken <= most; taken++)
        {
            if (hitsBefore + taken > 0)
                expected += Math.Exp(logChance) * (sum + WithinGroup(places, taken, before, hitsBefore)) / (hitsBefore + taken);
            logChance += Math.Log((hits - taken) * (places - taken) / ((taken + 1) * (count - hits - places + taken + 1)));
        }

        return expected;
    }

    /// <summary>1 + 1/2 + … + 1/n; from 32 on by Euler's expansion, whose next term is below 1e-11 there.</summary>
    private static double Harmonic(double n)
    {
        if (n >= 32) return Math.Log(n) + EulerMascheroni + 1 / (2 * n) - 1 / (12 * n * n) + 1 / (120 * n * n * n * n);
        var sum = 0.0;
        for (var i = 1; i <= n; i++) sum += 1.0 / i;
        return sum;
    }

    private static double LogChoose(double n, double k)
    {
        var sum = 0.0;
        for (var i = 1; i <= k; i++) sum += Math.Log((n - k + i) / i);
        return sum;
    }
}
