namespace ImageCodes.Model.Benchmarks;

/// <summary>
/// A mixture: centres whose bits share a few hidden causes; the size of a cluster falls with a power of its rank; codes of a
/// cluster flip 1 to 10 % of its centre's bits (most clusters few), one bit in sixteen six times as often; 15 % of the codes belong to no
/// cluster.
/// </summary>
internal sealed class ClusteredCodes : CodeSource
{
    private const double Singletons = 0.15;
    private const double Exponent = 1.1;
    private const int Causes = 24;
    private const int UnreliableEvery = 16;
    private const double Unreliability = 6;

    private readonly Random _random;
    private readonly double[][] _weights;   // (Bits, Causes)
    private readonly double[] _skew;        // (Bits)
    private readonly double[] _sizes;       // (Clusters), summed up
    private readonly ulong[] _centres;      // (Clusters, Words)
    private readonly double[] _flips;       // (Clusters)
    private readonly int _words;

    public ClusteredCodes(int bits, int clusters, int seed)
        : base(bits)
    {
        (_random, _words) = (new Random(seed), Codes.BinaryCode.WordsFor(bits));
        _weights = [.. Enumerable.Range(0, bits).Select(_ => Enumerable.Range(0, Causes).Select(_ => Normal()).ToArray())];
        _skew = [.. Enumerable.Range(0, bits).Select(_ => Normal() * Math.Sqrt(Causes) * 0.5)];
        _sizes = new double[clusters];
        _flips = new double[clusters];
        _centres = new ulong[(long)clusters * _words];
        var sum = 0.0;
        for (var i = 0; i < clusters; i++)
        {
            _sizes[i] = sum += Math.Pow(i + 10, -Exponent);
            _flips[i] = 0.01 * Math.Pow(10, _random.NextDouble());
            Centre(_centres.AsSpan(i * _words, _words));
        }
    }

    public override void Draw(Span<ulong> words)
    {
        if (_random.NextDouble() < Singletons)
        {
            Centre(words);
            return;
        }

        var cluster = Array.BinarySearch(_sizes, _random.NextDouble() * _sizes[^1]);
        if (cluster < 0) cluster = Math.Min(~cluster, _sizes.Length - 1);
        _centres.AsSpan(cluster * _words, _words).CopyTo(words);
        Flip(words, first: 0, step: UnreliableEvery, Math.Min(0.5, _flips[cluster] * Unreliability));
        Flip(words, first: 1, step: 1, _flips[cluster]);
    }

    /// <summary>
    /// Flips bits with a chance, jumping from one that flips to the next. An unreliable one may also be flipped as the others are.
    /// </summary>
    private void Flip(Span<ulong> words, int first, int step, double chance)
    {
        var scale = Math.Log(1 - chance);
        for (var bit = first + step * Jump(); bit < Bits; bit += step * (1 + Jump())) words[bit >> 6] ^= 1UL << (63 - (bit & 63));

        int Jump() => (int)Math.Min(Bits, Math.Log(1 - _random.NextDouble()) / scale);
    }

    private void Centre(Span<ulong> words)
    {
        Span<double> causes = stackalloc double[Causes];
        foreach (ref var cause in causes) cause = Normal();
        words.Clear();
        for (var bit = 0; bit < Bits; bit++)
        {
            var sum = _skew[bit];
            for (var i = 0; i < Causes; i++) sum += _weights[bit][i] * causes[i];
            if (sum > 0) words[bit >> 6] |= 1UL << (63 - (bit & 63));
        }
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
