namespace ImageCodes.Model.Codes;

/// <summary>How evenly a set of codes uses its bits.</summary>
/// <param name="Codes">How many codes were counted.</param>
/// <param name="Distinct">How many different codes are among them.</param>
/// <param name="ShareOfOnes">For each bit, the share of codes in which it is 1 (0 to 1; balanced is 0.5).</param>
public sealed record CodeStatistics(int Codes, int Distinct, IReadOnlyList<double> ShareOfOnes)
{
    /// <summary>The mean entropy of a bit, 0 (always the same) to 1 (balanced).</summary>
    public double MeanBitEntropy => ShareOfOnes.Count == 0 ? 0 : ShareOfOnes.Average(Entropy);

    /// <summary>Counts over codes of one length.</summary>
    public static CodeStatistics Of(IReadOnlyCollection<BinaryCode> codes)
    {
        if (codes.Count == 0) return new CodeStatistics(0, 0, []);
        var bits = codes.First().Bits;
        var ones = new int[bits];
        foreach (var code in codes)
        {
            for (var bit = 0; bit < bits; bit++) ones[bit] += code[bit] ? 1 : 0;
        }

        return new CodeStatistics(codes.Count, codes.Distinct().Count(), [.. ones.Select(count => (double)count / codes.Count)]);
    }

    private static double Entropy(double p) => p is 0 or 1 ? 0 : -(p * Math.Log2(p)) - ((1 - p) * Math.Log2(1 - p));
}
