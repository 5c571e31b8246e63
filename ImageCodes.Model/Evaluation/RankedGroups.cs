namespace ImageCodes.Model.Evaluation;

/// <summary>
/// One query's ranking by distance: for each distance, how many pictures are at it and how many of them are relevant.
/// Measures are expectations over the orders within a group (McSherry and Najork 2008).
/// </summary>
internal readonly ref struct RankedGroups(ReadOnlySpan<int> counts, ReadOnlySpan<int> relevant)
{
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

    /// <summary>Expected average precision; 0 where nothing is relevant.</summary>
    public double AveragePrecision()
    {
        double sum = 0, before = 0, hitsBefore = 0;
        for (var distance = 0; distance < _counts.Length; distance++)
        {
            double count = _counts[distance], hits = _relevant[distance];
            if (hits > 0)
            {
                // At place i of the group stands a relevant picture with chance hits / count; then, of the i - 1 before it in
                // the group, each is relevant with chance (hits - 1) / (count - 1).
                var further = count > 1 ? (hits - 1) / (count - 1) : 0;
                for (var i = 1; i <= count; i++)
                    sum += hits / count * (hitsBefore + (i - 1) * further + 1) / (before + i);
            }

            before += count;
            hitsBefore += hits;
        }

        return hitsBefore == 0 ? 0 : sum / hitsBefore;
    }
}
