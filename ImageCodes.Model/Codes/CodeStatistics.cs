namespace ImageCodes.Model.Codes;

/// <summary>How evenly a set of codes uses its bits.</summary>
/// <param name="Codes">How many codes were counted.</param>
/// <param name="Distinct">How many different codes are among them.</param>
/// <param name="MeanBitEntropy">The mean entropy of a bit, 0 (always the same) to 1 (balanced).</param>
public sealed record CodeStatistics(int Codes, int Distinct, double MeanBitEntropy)
{
    /// <summary>Counts over codes of one length.</summary>
    public static CodeStatistics Of(IReadOnlyList<BinaryCode> codes)
    {
        if (codes.Count == 0) return new CodeStatistics(0, 0, 0);
        var columns = BitColumns.Of(codes[0].Bits, codes);
        return new CodeStatistics(codes.Count, codes.Distinct().Count(), Enumerable.Range(0, columns.Bits).Average(columns.Entropy));
    }
}
