using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;

namespace ImageCodes.Model.Mapping;

/// <summary>
/// Lays codes out on a plane so that near codes lie near: from the two principal components of their bits, by UMAP
/// (McInnes, Healy and Melville 2018) on exact Hamming neighbours. Codes that come later find a place among those that lie there,
/// which do not move.
/// </summary>
public static class MapLayout
{
    /// <summary>The fewest codes that a map can be laid out of.</summary>
    public const int Fewest = 3;

    /// <summary>The most codes that a map holds; of more, so many are drawn evenly.</summary>
    public const int MostPoints = 100_000;

    private const int FewPoints = 10_000;           // up to which a layout takes more steps, as in UMAP
    private const int StepsOfFew = 500;
    private const int PlacedAtOnce = 1_000;
    private const int StepsOfMany = 200;
    private const int Reports = 100;
    private const int PushesForPull = 5;
    private const float FirstRoom = 0.35f;          // at the start, from the middle to the border, for the root of the number of codes
    private const float LeastRoom = 3;
    private const float MostRoom = 10;              // UMAP's own
    private const float FarthestStep = 4;
    private const float ShareOfNeighbours = 0.25f;  // of the time that all takes

    // Nearness on the plane is 1 / (1 + A d^2B): near 1 up to a distance of .5, then falling off within about 1. UMAP's own least
    // distance of .1 packs what is alike so tightly that no picture can be seen for the others.
    private const float A = 0.583f;
    private const float B = 1.334f;

    /// <summary>Lays out codes anew.</summary>
    /// <param name="bits">Length of the codes.</param>
    /// <param name="codes">With the ids of their pictures; 3 or more.</param>
    /// <param name="seed">Seeds what chance decides: the same codes in the same order and the same seed give the same map.</param>
    /// <param name="progress">Told every now and then.</param>
    /// <param name="cancel">Stops.</param>
    public static IReadOnlyList<MapPoint> Lay(
        int bits, IReadOnlyList<KeyValuePair<long, BinaryCode>> codes, int seed = 1,
        IProgress<MapProgress>? progress = null, CancellationToken cancel = default)
    {
        if (codes.Count < Fewest)
            throw new ArgumentException($"A map begins with {Fewest} pictures that have codes; "
                + $"there {(codes.Count == 1 ? "is" : "are")} {codes.Count}.");
        var plain = codes.Select(pair => pair.Value).ToList();
        var ties = NeighbourGraph.Of(
            IndexOf(bits, plain), plain, share => progress?.Report(new MapProgress("Finding each picture's neighbours", ShareOfNeighbours * share)), cancel);
        var (x, y) = Start(bits, plain, new Random(seed));
        Move(x, y, ties, new Random(seed), share => progress?.Report(new MapProgress("Moving neighbours together", ShareOfNeighbours + (1 - ShareOfNeighbours) * share)), cancel);
        Fit(x, y);
        return [.. codes.Select((pair, place) => new MapPoint(pair.Key, x[place], y[place]))];
    }

    /// <summary>
    /// Places for codes that came after the map was laid out: among the neighbours that hold them strongest, where most of these
    /// lie together.
    /// </summary>
    /// <param name="bits">Length of the codes.</param>
    /// <param name="placed">The map, with the code of each of its pictures.</param>
    /// <param name="codes">Those that come to it.</param>
    /// <param name="progress">Told every now and then.</param>
    /// <param name="cancel">Stops between some of them.</param>
    /// <exception cref="ArgumentException">There is no map yet.</exception>
    public static IReadOnlyList<MapPoint> Extend(
        int bits, IReadOnlyList<(MapPoint Point, BinaryCode Code)> placed, IReadOnlyList<KeyValuePair<long, BinaryCode>> codes,
        IProgress<MapProgress>? progress = null, CancellationToken cancel = default)
    {
        if (placed.Count == 0) throw new ArgumentException("A map is extended from what lies on it, and nothing does.", nameof(placed));
        var known = IndexOf(bits, [.. placed.Select(point => point.Code)]).Snapshot();
        var points = new List<MapPoint>(codes.Count);
        foreach (var some in codes.Chunk(PlacedAtOnce))
        {
            cancel.ThrowIfCancellationRequested();
            var found = known.NearestOfEach([.. some.Select(pair => new PictureCode(pair.Value))], NeighbourGraph.Neighbours);
            points.AddRange(
                some.Zip(found, (pair, near) => Among(pair.Key, [.. near.Select(neighbour => placed[(int)neighbour.Id].Point)], NeighbourGraph.Strengths([.. near.Select(neighbour => neighbour.Distance)]))));
            progress?.Report(new MapProgress("Placing pictures among their neighbours", (double)points.Count / codes.Count));
        }

        return points;
    }

    private static CodeIndex IndexOf(int bits, IReadOnlyList<BinaryCode> codes)
    {
        var index = new CodeIndex(bits, SearchMethod.Linear);
        index.Add(new CodeBatch(bits, codes.Select((code, place) => KeyValuePair.Create((long)place, code))));
        return index;
    }

    private static (float[] X, float[] Y) Start(int bits, List<BinaryCode> codes, Random random)
    {
        var plane = PrincipalPlane.Project(bits, codes);
        var widest = Math.Max(1e-6f, plane.Max(place => Math.Max(MathF.Abs(place.X), MathF.Abs(place.Y))));
        var room = Math.Clamp(FirstRoom * MathF.Sqrt(codes.Count), LeastRoom, MostRoom);
        // Codes that are equal must not begin at one place, which nothing could part.
        float Near(float place) => room * (place / widest) + 0.01f * (random.NextSingle() - 0.5f);
        return ([.. plane.Select(place => Near(place.X))], [.. plane.Select(place => Near(place.Y))]);
    }

    /// <summary>
    /// Steps down the cross-entropy between ties and nearness on the plane: a tie pulls as often as it is strong, and each pull comes
    /// with pushes away from codes drawn by chance (Mikolov et al. 2013; Tang et al. 2016).
    /// </summary>
    private static void Move(float[] x, float[] y, IReadOnlyList<Tie> ties, Random random, Action<double> done, CancellationToken cancel)
    {
        var steps = x.Length <= FewPoints ? StepsOfFew : StepsOfMany;
        var strongest = ties.Max(tie => tie.Strength);
        var pulled = ties.Where(tie => tie.Strength * steps >= strongest).ToArray();   // a weaker one would never have its turn
        var due = pulled.Select(tie => strongest / tie.Strength).ToArray();
        var rate = 1f;

        void Turn(int own, int other)
        {
            Pull(x, y, own, other, rate);
            for (var push = 0; push < PushesForPull; push++) Push(x, y, own, random.Next(x.Length), rate);
        }

        for (var step = 0; step < steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            rate = 1 - (float)step / steps;
            for (var i = 0; i < pulled.Length; i++)
            {
                if (due[i] > step + 1) continue;
                var (first, second, strength) = pulled[i];
                due[i] += strongest / strength;
                Turn(first, second);
                Turn(second, first);
            }

            if ((step + 1) % (steps / Reports) == 0) done((step + 1.0) / steps);
        }
    }

    private static void Pull(float[] x, float[] y, int first, int second, float rate)
    {
        var (dx, dy) = (x[first] - x[second], y[first] - y[second]);
        var squared = dx * dx + dy * dy;
        if (squared == 0) return;
        var power = MathF.Pow(squared, B);
        var slope = 2 * A * B * power / squared / (1 + A * power);
        var (stepX, stepY) = (Bounded(slope * dx) * rate, Bounded(slope * dy) * rate);
        x[first] -= stepX;
        y[first] -= stepY;
        x[second] += stepX;
        y[second] += stepY;
    }

    private static void Push(float[] x, float[] y, int pushed, int other, float rate)
    {
        var (dx, dy) = (x[pushed] - x[other], y[pushed] - y[other]);
        var squared = dx * dx + dy * dy;
        if (squared == 0) return;
        var slope = 2 * B / ((0.001f + squared) * (1 + A * MathF.Pow(squared, B)));
        x[pushed] += Bounded(slope * dx) * rate;
        y[pushed] += Bounded(slope * dy) * rate;
    }

    private static float Bounded(float step) => Math.Clamp(step, -FarthestStep, FarthestStep);

    /// <summary>Into the square from -1 to 1, as wide for its height as before.</summary>
    private static void Fit(float[] x, float[] y)
    {
        var (centreX, centreY) = ((x.Min() + x.Max()) / 2, (y.Min() + y.Max()) / 2);
        var half = Math.Max(1e-6f, Math.Max(x.Max() - centreX, y.Max() - centreY));
        for (var i = 0; i < x.Length; i++) (x[i], y[i]) = ((x[i] - centreX) / half, (y[i] - centreY) / half);
    }

    /// <summary>
    /// The mean of those neighbours that lie about where most of the strength is: the mean of all may lie between two clusters, where
    /// nothing is.
    /// </summary>
    private static MapPoint Among(long id, IReadOnlyList<MapPoint> near, float[] strengths)
    {
        // The nearest hold it with 1, so some are left.
        var holding = near.Zip(strengths).Where(pair => pair.Second > 0).ToList();
        (near, strengths) = ([.. holding.Select(pair => pair.First)], [.. holding.Select(pair => pair.Second)]);
        float Away(MapPoint from, MapPoint to) => MathF.Sqrt((from.X - to.X) * (from.X - to.X) + (from.Y - to.Y) * (from.Y - to.Y));
        var middle = near.MinBy(candidate => near.Zip(strengths, (point, strength) => strength * Away(candidate, point)).Sum());
        var together = near.Zip(strengths).OrderBy(pair => Away(middle, pair.First)).Take((near.Count + 1) / 2).ToList();
        var all = together.Sum(pair => pair.Second);
        return new MapPoint(id, together.Sum(pair => pair.First.X * pair.Second) / all, together.Sum(pair => pair.First.Y * pair.Second) / all);
    }
}
