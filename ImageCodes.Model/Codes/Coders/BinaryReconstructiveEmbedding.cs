using static TorchSharp.torch;

namespace ImageCodes.Model.Codes.Coders;

/// <summary>
/// Binary reconstructive embeddings, BRE (Kulis and Darrell 2009), with labels: the shares of bits in which pairs differ should be 0 for
/// pairs of one label and 1 for others, by least squares. Bits are signs of sums of nearness to a few anchors each; one weight after the
/// other is set to its best value, found exactly, since only the order of the vectors' thresholds matters.
/// </summary>
public static class BinaryReconstructiveEmbedding
{
    private const int Anchors = 300;
    private const int AnchorsOfBit = 40;
    private const int Sweeps = 5;              // over all weights
    private const double PairShare = 0.2;      // of all pairs
    private const double Nothing = 1e-9;       // nearness that no weight can turn

    /// <summary>Pairs of a vector.</summary>
    private sealed record Partner(int Place, double Target);

    /// <param name="vectors">(N, D): labelled ones, about a thousand.</param>
    /// <param name="labels">(N): equal ones are alike, all others are not.</param>
    /// <param name="bits">1 or more.</param>
    /// <param name="seed">Seeds anchors, pairs and first weights.</param>
    public static KernelCoder Learn(Tensor vectors, Tensor labels, int bits, int seed)
    {
        using var scope = NewDisposeScope();
        var random = new Random(seed);
        var basis = AnchorKernel.Learn(vectors, Anchors, seed);
        var (count, anchors) = ((int)vectors.shape[0], basis.Count);
        var nearness = basis.Of(vectors).data<float>().ToArray();   // (N, Anchors)
        var partners = Partners(labels.to(ScalarType.Int64).data<long>().ToArray(), random);
        var differing = partners.Select(row => new int[row.Count]).ToArray();   // bits in which each pair differs so far
        var columns = Enumerable.Range(0, bits).Select(_ => new Column(random, nearness, count, anchors)).ToList();
        foreach (var column in columns) Count(column, partners, differing, +1);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach (var column in columns)
            {
                Count(column, partners, differing, -1);
                foreach (var anchor in column.Anchors) column.Improve(anchor, partners, differing, bits);
                Count(column, partners, differing, +1);
            }
        }

        var projection = new float[anchors * bits];
        foreach (var (column, bit) in columns.Select((column, bit) => (column, bit)))
            foreach (var anchor in column.Anchors) projection[anchor * bits + bit] = (float)column.Weights[anchor];
        return new KernelCoder(basis, tensor(projection).reshape(anchors, bits));
    }

    private static List<List<Partner>> Partners(long[] labels, Random random)
    {
        var partners = labels.Select(_ => new List<Partner>()).ToList();
        var each = Math.Max(1, (int)(PairShare * labels.Length / 2));
        for (var place = 0; place < labels.Length; place++)
        {
            for (var pair = 0; pair < each; pair++)
            {
                var other = random.Next(labels.Length);
                if (other == place) continue;
                var target = labels[place] == labels[other] ? 0.0 : 1.0;
                partners[place].Add(new Partner(other, target));
                partners[other].Add(new Partner(place, target));
            }
        }

        return partners;
    }

    private static void Count(Column column, List<List<Partner>> partners, int[][] differing, int times)
    {
        for (var place = 0; place < partners.Count; place++)
            for (var pair = 0; pair < partners[place].Count; pair++)
                if (column.Signs[place] != column.Signs[partners[place][pair].Place]) differing[place][pair] += times;
    }

    /// <summary>The weights of one bit.</summary>
    private sealed class Column
    {
        private readonly float[] _nearness;
        private readonly int _anchors;
        private readonly double[] _sums;   // a vector's weighted nearness

        public Column(Random random, float[] nearness, int count, int anchors)
        {
            (_nearness, _anchors) = (nearness, anchors);
            Anchors = [.. Enumerable.Range(0, anchors).OrderBy(_ => random.Next()).Take(AnchorsOfBit)];
            Weights = new double[anchors];
            foreach (var anchor in Anchors) Weights[anchor] = random.NextDouble() * 2 - 1;
            _sums = [.. Enumerable.Range(0, count).Select(place => Anchors.Sum(anchor => Weights[anchor] * Of(place, anchor)))];
            Signs = [.. _sums.Select(sum => sum > 0)];
        }

        public IReadOnlyList<int> Anchors { get; }

        public double[] Weights { get; }

        public bool[] Signs { get; }

        private double Of(int place, int anchor) => _nearness[place * _anchors + anchor];

        /// <summary>
        /// Sets one weight to its best value. As it goes from least to most, each vector's sign turns once, at the weight that makes its
        /// sum 0; the cost changes there by that vector's pairs alone.
        /// </summary>
        /// <param name="anchor">Whose weight.</param>
        /// <param name="partners">The pairs of each vector.</param>
        /// <param name="differing">In how many of the other bits each pair differs.</param>
        /// <param name="bits">Of a code.</param>
        public void Improve(int anchor, List<List<Partner>> partners, int[][] differing, int bits)
        {
            var turns = Enumerable.Range(0, _sums.Length).Where(place => Math.Abs(Of(place, anchor)) > Nothing)
                .Select(place => (Place: place, At: Weights[anchor] - _sums[place] / Of(place, anchor))).OrderBy(turn => turn.At).ToList();
            if (turns.Count == 0) return;
            var signs = (bool[])Signs.Clone();
            foreach (var (place, _) in turns) signs[place] = Of(place, anchor) < 0;   // as they are at the least weight
            var (cost, best, bestAt) = (0.0, double.PositiveInfinity, Weights[anchor]);
            var atOwn = double.NaN;   // the cost where the weight is now
            for (var turn = 0; turn <= turns.Count; turn++)
            {
                var (from, to) = (turn == 0 ? turns[0].At - 1 : turns[turn - 1].At, turn == turns.Count ? turns[^1].At + 1 : turns[turn].At);
                if (Weights[anchor] >= from && Weights[anchor] <= to) atOwn = cost;
                if (to > from && cost < best) (best, bestAt) = (cost, (from + to) / 2);
                if (turn < turns.Count) cost += Turn(turns[turn].Place, signs, partners, differing, bits);
            }

            if (best >= atOwn) return;
            for (var place = 0; place < _sums.Length; place++)
            {
                _sums[place] += (bestAt - Weights[anchor]) * Of(place, anchor);
                Signs[place] = _sums[place] > 0;
            }

            Weights[anchor] = bestAt;
        }

        /// <summary>Turns a vector's sign; the change of the cost.</summary>
        private static double Turn(int place, bool[] signs, List<List<Partner>> partners, int[][] differing, int bits)
        {
            var change = 0.0;
            for (var pair = 0; pair < partners[place].Count; pair++)
            {
                var (other, target) = partners[place][pair];
                var (same, unlike) = ((double)differing[place][pair] / bits - target, (differing[place][pair] + 1.0) / bits - target);
                change += (signs[place] == signs[other] ? 1 : -1) * (unlike * unlike - same * same);
            }

            signs[place] = !signs[place];
            return change;
        }
    }
}
