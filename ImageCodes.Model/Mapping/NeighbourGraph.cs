using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;

namespace ImageCodes.Model.Mapping;

/// <summary>Two codes that belong near each other, and how much: above 0, at most 1.</summary>
internal readonly record struct Tie(int First, int Second, float Strength);

/// <summary>
/// Which codes belong near which: each with its nearest by Hamming distance, as uniform manifold approximation (UMAP) has it (McInnes,
/// Healy and Melville 2018).
/// </summary>
internal static class NeighbourGraph
{
    /// <summary>Of each code; UMAP's own default.</summary>
    public const int Neighbours = 15;

    private const int Halvings = 64;
    private const float LeastWidth = 1e-3f;

    /// <summary>The ties of all codes. Exact neighbours, so a tie is never missed.</summary>
    /// <param name="index">Holds every code under its place in <paramref name="codes"/>.</param>
    /// <param name="codes">What to tie.</param>
    /// <param name="done">Told the share of codes whose neighbours are known.</param>
    /// <param name="cancel">Stops between batches.</param>
    public static IReadOnlyList<Tie> Of(CodeIndex index, IReadOnlyList<BinaryCode> codes, Action<double> done, CancellationToken cancel)
    {
        const int batch = 1_000;
        var snapshot = index.Snapshot();
        var strengths = new Dictionary<(int, int), float>();
        for (var from = 0; from < codes.Count; from += batch)
        {
            cancel.ThrowIfCancellationRequested();
            var part = codes.Skip(from).Take(batch).Select(code => new PictureCode(code)).ToList();
            foreach (var (found, offset) in snapshot.NearestOfEach(part, Neighbours + 1).Select((found, offset) => (found, offset)))
            {
                var own = from + offset;
                // Among many copies a code need not be among its own nearest.
                var near = found.Where(neighbour => neighbour.Id != own).Take(Neighbours).ToList();
                foreach (var (neighbour, strength) in near.Zip(Strengths([.. near.Select(neighbour => neighbour.Distance)])))
                {
                    var pair = (Math.Min(own, (int)neighbour.Id), Math.Max(own, (int)neighbour.Id));
                    // Whether either holds the other: a + b - ab.
                    strengths[pair] = strengths.TryGetValue(pair, out var other) ? strength + other - strength * other : strength;
                }
            }

            done((double)Math.Min(codes.Count, from + batch) / codes.Count);
        }

        return [.. strengths.Where(pair => pair.Value > 0)
            .Select(pair => new Tie(pair.Key.Item1, pair.Key.Item2, pair.Value)).OrderBy(tie => (tie.First, tie.Second))];
    }

    /// <summary>
    /// How strongly a code holds its neighbours: the nearest with 1, the others by exp(-(d - nearest) / width), the width so that
    /// all together make log2 of their number. So a code in a thin part of the space has neighbours as one in a dense part has.
    /// </summary>
    /// <param name="distances">Of the neighbours, rising.</param>
    public static float[] Strengths(IReadOnlyList<int> distances)
    {
        if (distances.Count == 0) return [];
        var nearest = distances[0];
        float[] By(float width) => [.. distances.Select(distance => MathF.Exp(-(distance - nearest) / width))];
        var wanted = MathF.Log2(Math.Max(2, distances.Count));
        var (low, high) = (LeastWidth, (float)Math.Max(1, distances[^1] - nearest) * Neighbours);
        for (var halving = 0; halving < Halvings && high - low > LeastWidth; halving++)
        {
            var middle = (low + high) / 2;
            if (By(middle).Sum() < wanted) low = middle;
            else high = middle;
        }

        return By((low + high) / 2);
    }
}
