using System.Numerics;

namespace ImageCodes.Model.Codes;

/// <summary>
/// Codes on their side: for each bit, what it is in every code. So the shares and correlations of all bits are counted 64 codes at a time.
/// </summary>
public sealed class BitColumns
{
    private readonly ulong[][] _columns;   // (Bits, Codes / 64)
    private readonly int[] _ones;

    private BitColumns(int codes, ulong[][] columns)
    {
        (Codes, _columns) = (codes, columns);
        _ones = [.. columns.Select(column => column.Sum(BitOperations.PopCount))];
    }

    /// <summary>How many codes were counted.</summary>
    public int Codes { get; }

    public int Bits => _columns.Length;

    /// <param name="bits">How many of the first bits of each code.</param>
    /// <param name="codes">At least so long.</param>
    public static BitColumns Of(int bits, IReadOnlyList<BinaryCode> codes)
    {
        var columns = Enumerable.Range(0, bits).Select(_ => new ulong[(codes.Count + 63) / 64]).ToArray();
        for (var i = 0; i < codes.Count; i++)
        {
            var words = codes[i].Words;
            for (var bit = 0; bit < bits; bit++) columns[bit][i >> 6] |= (words[bit >> 6] >> (63 - (bit & 63)) & 1) << (i & 63);
        }

        return new BitColumns(codes.Count, columns);
    }

    /// <summary>The share of codes in which a bit is 1, 0 to 1; balanced is 0.5. 0 where there are no codes.</summary>
    public double ShareOfOnes(int bit) => Codes == 0 ? 0 : (double)_ones[bit] / Codes;

    /// <summary>
    /// The middle of the codes: bit by bit what most of them have, 0 where as many have it as not. No code has a smaller sum of Hamming
    /// distances to them.
    /// </summary>
    public BinaryCode Majority() => BinaryCode.FromSigns([.. Enumerable.Range(0, Bits).Select(bit => (float)(ShareOfOnes(bit) - 0.5))]);

    /// <summary>The entropy of a bit: 0 where it is always the same, 1 where it is balanced.</summary>
    public double Entropy(int bit) => ShareOfOnes(bit) is var p && p is 0 or 1 ? 0 : -(p * Math.Log2(p)) - ((1 - p) * Math.Log2(1 - p));

    /// <summary>How two bits, as 0 and 1, vary together: at most 1/4, the variance of a balanced bit.</summary>
    public double Covariance(int a, int b)
    {
        var different = (double)Hamming.Distance(_columns[a], _columns[b]) / Codes;
        var (first, second) = (ShareOfOnes(a), ShareOfOnes(b));
        return (first + second - different) / 2 - first * second;
    }

    /// <summary>
    /// How two bits go together: 1 always the same, -1 always opposite, 0 not at all (Pearson; for bits, phi). Not a number where one never
    /// varies.
    /// </summary>
    public double Correlation(int a, int b)
    {
        var (first, second) = (ShareOfOnes(a), ShareOfOnes(b));
        if (first is 0 or 1 || second is 0 or 1) return double.NaN;   // else what rounding leaves of a covariance would be infinitely much
        return Covariance(a, b) / Math.Sqrt(first * (1 - first) * second * (1 - second));
    }

    /// <summary>
    /// The bit that a bit goes with most, in the same or in the opposite direction; null where there is no other that varies.
    /// </summary>
    public (int Bit, double Correlation)? Strongest(int bit)
    {
        (int Bit, double Correlation)? strongest = null;
        for (var other = 0; other < Bits; other++)
        {
            if (other == bit || Correlation(bit, other) is var correlation && double.IsNaN(correlation)) continue;
            if (strongest is null || Math.Abs(correlation) > Math.Abs(strongest.Value.Correlation)) strongest = (other, correlation);
        }

        return strongest;
    }
}
