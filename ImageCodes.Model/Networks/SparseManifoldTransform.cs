using ImageCodes.Model.Imaging;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageCodes.Model.Networks;

/// <summary>
/// What is in pictures, learned without a label and without a gradient (Chen, Paiton and Olshausen 2018; Chen et al. 2023). Each patch is
/// said in the words of a dictionary (<see cref="VisualWords"/>); words that come together in pictures are brought together: by the
/// directions in which the patches of one picture differ least, against all that patches differ. A picture is described by the means of its
/// patches over a coarse grid, each of length 1.
/// </summary>
internal sealed class SparseManifoldTransform : IDisposable
{
    private const int AtOnce = 20;            // pictures; of so many, what each word is near fits into memory that is quick
    // One of so many batches, where there are many, tells how words come together in one patch: each has a hundred words, and so ten thousand
    // pairs of them.
    private const int SampleEvery = 20;
    private const int LeastSampled = 20;      // batches, where there are so many
    private const int SummedAtOnce = 100;     // batches
    private const int Stripes = 16;           // of words, which are counted side by side
    private const double Ridge = 1e-3;        // of a word's mean variance, for words that hardly come
    private const int MoreDirections = 100;   // than are wanted: the last ones of an iteration are not settled
    private const int Rounds = 30;            // of the iteration, after which those that are wanted are
    private const int Grid = 4;

    private readonly VisualWords _words;
    private readonly EmbeddingBag _places;   // (Words, Dimensions): where each word lies
    private readonly Tensor _middle;         // (Dimensions): of all patches

    private SparseManifoldTransform(VisualWords words, Tensor places, Tensor middle)
    {
        // The module first draws weights, by libtorch's generator that all share, and then takes these.
        (_words, _places, _middle) = (words, nn.EmbeddingBag_from_pretrained(places, mode: EmbeddingBagMode.Sum), middle.DetachFromDisposeScope());
        Features = (int)places.shape[1] * Grid * Grid;
    }

    /// <summary>Numbers that describe a picture.</summary>
    public int Features { get; }

    /// <param name="pictures">Square, of one size.</param>
    /// <param name="words">Of the dictionary, at most.</param>
    /// <param name="dimensions">In which words are placed.</param>
    /// <param name="seed">Draws words.</param>
    /// <param name="progress">Told how many pictures are done.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <exception cref="ArgumentException">There is no picture, or nothing but one colour in them.</exception>
    public static SparseManifoldTransform Learn(
        IReadOnlyList<PixelGrid> pictures, int words, int dimensions, int seed, Action<int>? progress = null, CancellationToken cancel = default)
    {
        TorchRuntime.EnsurePrepared();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var random = new Generator((ulong)seed);
        var order = Enumerable.Range(0, pictures.Count).ToArray();
        new Random(seed).Shuffle(order);
        Tensor? Some(int first, int count) => first < order.Length ? Pack([.. order.Skip(first).Take(count).Select(place => pictures[place])]) : null;
        var dictionary = VisualWords.Draw(Some, words, random, cancel);
        try
        {
            var (together, between, mean) = Count(dictionary, Some, Math.Clamp(pictures.Count / AtOnce / LeastSampled, 1, SampleEvery), progress, cancel);
            var places = Place(together, between, dimensions, random);
            return new SparseManifoldTransform(dictionary, places, mean.matmul(places));
        }
        catch
        {
            dictionary.Dispose();
            throw;
        }
    }

    /// <summary>Of each picture and its mirror image, half and half.</summary>
    /// <param name="pictures">Square, of one size.</param>
    /// <param name="progress">Told how many pictures are done.</param>
    /// <param name="cancel">Stops between batches.</param>
    public Tensor Describe(IReadOnlyList<PixelGrid> pictures, Action<int>? progress = null, CancellationToken cancel = default)   // -> (B, Features)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var described = zeros(pictures.Count, Features);
        var done = 0;
        foreach (var some in pictures.Chunk(AtOnce))
        {
            cancel.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var packed = Pack(some);
            described[done..(done + some.Length)] = Describe(packed) + Describe(packed.flip(3));
            done += some.Length;
            progress?.Invoke(done);
        }

        return described.MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _words.Dispose();
        _places.Dispose();
        _middle.Dispose();
    }

    private Tensor Describe(Tensor pictures)   // (B, 3, S, S) -> (B, Features)
    {
        var said = _words.Say(pictures);
        var side = (int)Math.Sqrt(said.Patches);
        var patches = _places.forward(tensor(said.Words), tensor(said.Starts[..^1]), null) - _middle;   // (B Patches, Dimensions)
        var plane = nn.functional.normalize(patches, dim: 1).reshape(-1, side, side, patches.shape[1]).permute(0, 3, 1, 2);   // (B, Dimensions, side, side)
        return nn.functional.normalize(nn.functional.adaptive_avg_pool2d(plane, [Grid, Grid]), dim: 1).flatten(1);
    }

    /// <summary>
    /// How words vary together from patch to patch, and from picture to picture where each picture is the mean of its patches; half of the
    /// pictures are seen mirrored.
    /// </summary>
    private static (Tensor Together, Tensor Between, Tensor Mean) Count(
        VisualWords words, Func<int, int, Tensor?> pictures, int sampleEvery, Action<int>? progress, CancellationToken cancel)   // (Words, Words) twice, (Words)
    {
        var (count, seen, patches) = (words.Count, 0, 0L);
        var pairs = new float[(long)count * count];
        var (between, sum) = (zeros(count, count), zeros(count));
        var means = new List<Tensor>();
        for (var batch = 0; pictures(batch * AtOnce, AtOnce) is { } some; batch++)
        {
            cancel.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            using var _ = some;
            var said = words.Say((batch + batch / sampleEvery) % 2 == 0 ? some : some.flip(3));   // of those that are sampled, too, half
            means.Add(Means(said, (int)some.shape[0], count).DetachFromDisposeScope());
            if (batch % sampleEvery == 0)
            {
                CountPairs(said, count, pairs);
                patches += said.Starts.Length - 1;
            }

            seen += (int)some.shape[0];
            progress?.Invoke(seen);
            if (means.Count == SummedAtOnce) Sum();
        }

        Sum();
        var (mean, together) = (sum / seen, tensor(pairs, [count, count]) / (double)patches);
        var share = together.diagonal();   // of the patches that were sampled, that say each word
        return (together - share.outer(share), between / seen - mean.outer(mean), mean);

        void Sum()
        {
            if (means.Count == 0) return;
            using var inner = NewDisposeScope();
            var all = cat(means, 0);
            between.add_(all.t().mm(all));
            sum.add_(all.sum([0]));
            means.ForEach(some => some.Dispose());
            means.Clear();
        }
    }

    private static Tensor Means(
        VisualWords.Said said, int pictures, int count)   // -> (B, Words): the share of a picture's patches that say each word
    {
        var means = new float[pictures * count];
        for (var patch = 0; patch < said.Starts.Length - 1; patch++)
        {
            var picture = means.AsSpan(patch / said.Patches * count, count);
            foreach (var word in said.Words.AsSpan(said.Starts[patch]..said.Starts[patch + 1])) picture[word] += 1f / said.Patches;
        }

        return tensor(means, [pictures, count]);
    }

    private static void CountPairs(VisualWords.Said said, int count, float[] pairs) => Parallel.For(0, Stripes, stripe =>
    {
        var (low, high) = (count * stripe / Stripes, count * (stripe + 1) / Stripes);
        for (var patch = 0; patch < said.Starts.Length - 1; patch++)
        {
            var own = said.Words.AsSpan(said.Starts[patch]..said.Starts[patch + 1]);
            foreach (var word in own)
            {
                if (word < low) continue;
                if (word >= high) break;
                var row = pairs.AsSpan(word * count, count);
                foreach (var other in own) row[other] += 1;
            }
        }
    });

    /// <summary>
    /// The directions p of largest p'Bp / p'Tp, B and T being the two covariances, by block iteration on L⁻¹ B L⁻ᵀ with T = L Lᵀ: those in
    /// which a picture's patches agree the most.
    /// </summary>
    private static Tensor Place(Tensor together, Tensor between, int dimensions, Generator random)   // -> (Words, Dimensions)
    {
        using var scope = NewDisposeScope();
        var count = (int)together.shape[0];
        var root = linalg.cholesky(together + eye(count) * (Ridge * together.diagonal().mean()));
        var half = linalg.solve_triangular(root, between, upper: false);
        var whole = linalg.solve_triangular(root, half.t().contiguous(), upper: false);
        var directions = randn([count, Math.Min(count, dimensions + MoreDirections)], generator: random);
        for (var round = 0; round < Rounds; round++) directions = linalg.qr(whole.mm(directions)).Q;
        var (_, turned) = linalg.eigh(directions.t().mm(whole).mm(directions));   // ascending
        var largest = directions.mm(turned).flip(1)[.., ..Math.Min(count, dimensions)];
        return linalg.solve_triangular(root.t().contiguous(), largest, upper: true).contiguous().MoveToOuterDisposeScope();
    }

    private static Tensor Pack(PixelGrid[] pictures) => PictureTensor.From(pictures, pictures[0].Width);
}
