using ImageCodes.Model.Codes;

namespace ImageCodes.Model.Evaluation;

/// <summary>Measures whether an edited picture finds the picture it was made from.</summary>
public static class NearDuplicateEvaluation
{
    /// <summary>
    /// The share of queries whose nearest code in the database is their original's. Where others are as near, the expectation
    /// over the orders of the tie: one in n.
    /// </summary>
    /// <param name="edited">The query made from the first picture of the database, from the second, and so on.</param>
    /// <param name="database">The originals in the order of the queries, then pictures to be mistaken for them.</param>
    /// <param name="bits">Length of the codes compared.</param>
    /// <exception cref="ArgumentException">There are no queries, or more than pictures.</exception>
    public static double RecallAtOne(IReadOnlyList<BinaryCode> edited, IReadOnlyList<BinaryCode> database, int bits)
    {
        if (edited.Count == 0 || edited.Count > database.Count)
            throw new ArgumentException($"Each query needs its original in the database; got {edited.Count} queries and {database.Count} pictures.");
        var codes = database.Select(code => code.Prefix(bits)).ToArray();
        var chances = new double[edited.Count];
        Parallel.For(0, edited.Count, query =>
        {
            var code = edited[query].Prefix(bits);
            var own = code.DistanceTo(codes[query]);
            var (nearer, tied) = (0, 0);
            foreach (var other in codes)
            {
                var distance = code.DistanceTo(other);
                if (distance < own) nearer++;
                else if (distance == own) tied++;
            }

            chances[query] = nearer > 0 ? 0 : 1.0 / tied;
        });
        return chances.Average();
    }
}
