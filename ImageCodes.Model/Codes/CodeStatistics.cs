namespace ImageCodes.Model.Codes;

/// <summary>How evenly a set of codes uses its bits.</summary>
/// <param name="Codes">How many codes were counted.</param>
/// <param name="Distinct">How many different codes are among them.</param>
/// <param name="MeanBitEntropy">The mean entropy of a bit, 0 (always the same) to 1 (balanced).</param>
/// <param name="ShareOfOnes">For each bit, the share of codes in which it is 1 (0 to 1; balanced is 0.5).</param>
public sealed record CodeStatistics(int Codes, int Distinct, double MeanBitEntropy, IReadOnlyList<double> ShareOfOnes)
{
    /// <summary>Counts over codes of one length.</summary>
    public static CodeStatistics Of(IReadOnlyList<BinaryCode> codes)
    {
        if (codes.Count == 0) return new CodeStatistics(0, 0, 0, []);
        var columns = BitColumns.Of(codes[0].Bits, codes);
        var bits = Enumerable.Range(0, columns.Bits).ToList();
        return new CodeStatistics(codes.Count, codes.Distinct().Count(), bits.Average(columns.Entropy), [.. bits.Select(columns.ShareOfOnes)]);
    }
}
