using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ImageCodes.Model.Networks;

/// <summary>
/// A dictionary of small patches, each a patch of some picture and none near another; a patch that comes along is said in words by naming
/// those it is near. Patches are compared by the cosine between them after whitening, so that an edge counts no less than a surface.
/// </summary>
internal sealed class VisualWords : IDisposable
{
    private const int Side = 6;             // of a patch, in pixels
    private const int Stride = 2;           // between patches
    private const double SmallestVariance = 1e-2;   // of whitened directions, in pixels of [0, 1]; what has less is mostly noise
    private const double Apart = 0.5;       // cosine; two words are farther than this
    private const float Near = 0.3f;        // cosine; a patch is near a word from here
    private const double Faintest = 1e-3;   // length of a whitened patch; one of less is one colour and rounding, and says nothing
    private const int WhiteningPictures = 4_096;
    private const int DrawnFrom = 100;       // pictures at once
    private const int DrawnAtOnce = 2_000;   // of their patches, that might become words

    private readonly Tensor _whitening;   // (Patch, Patch)
    private readonly Tensor _words;       // (Words, Patch), of length 1

    private VisualWords(Tensor whitening, Tensor words) =>
        (_whitening, _words) = (whitening.DetachFromDisposeScope(), words.DetachFromDisposeScope());

    /// <summary>How many there are.</summary>
    public int Count => (int)_words.shape[0];

    /// <summary>Which words are said: those of patch i are <c>Words[Starts[i]..Starts[i + 1]]</c>, ascending.</summary>
    internal sealed record Said(int[] Words, int[] Starts, int Patches);

    /// <summary>Draws words until there are enough, or no picture is left.</summary>
    /// <param name="pictures">Gives so many pictures, from a place on: (B, 3, S, S), in [0, 1]; none at the end.</param>
    /// <param name="most">How many words there should be.</param>
    /// <param name="random">Draws patches.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <exception cref="ArgumentException">There is no picture, or nothing but one colour in them.</exception>
    public static VisualWords Draw(Func<int, int, Tensor?> pictures, int most, Generator random, CancellationToken cancel = default)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var whitening = Whitening(
            pictures(0, WhiteningPictures) ?? throw new ArgumentException("Words are drawn from pictures; there are none.", nameof(pictures)));
        var (words, count) = (zeros(most, whitening.shape[0]), 0);
        for (var first = 0; count < most && pictures(first, DrawnFrom) is { } some; first += DrawnFrom)
        {
            cancel.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            using var __ = some;
            var all = Whitened(some, whitening);
            var patches = all[randperm(all.shape[0], generator: random)[..(int)Math.Min(DrawnAtOnce, all.shape[0])]];
            var isNew = patches.norm(1).gt(0.5);   // else it is one colour
            if (count > 0) isNew = isNew.logical_and(patches.mm(words[..count].t()).amax([1]).lt(Apart));
            patches = patches[isNew];
            if (patches.shape[0] == 0) continue;
            var drawn = FarFromEachOther(patches, most - count);
            words[count..(count + drawn.Count)] = patches[tensor(drawn)];
            count += drawn.Count;
        }

        if (count == 0) throw new ArgumentException("No word can be drawn from pictures that are of one colour each.", nameof(pictures));
        return new VisualWords(whitening, words[..count].clone());
    }

    /// <summary>Says all patches of pictures, row by row.</summary>
    public Said Say(Tensor pictures)   // (B, 3, S, S), in [0, 1]
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var cosines = Cosines(pictures);
        var (count, words) = ((int)cosines.shape[0], Count);
        var rows = new int[count][];
        Parallel.For(0, count, () => new List<int>(), (row, _, near) =>
        {
            near.Clear();
            FindNear(MemoryMarshal.Cast<byte, float>(cosines.bytes).Slice(row * words, words), near);
            rows[row] = [.. near];
            return near;
        }, _ => { });
        var starts = new int[count + 1];
        for (var row = 0; row < count; row++) starts[row + 1] = starts[row] + rows[row].Length;
        return new Said([.. rows.SelectMany(row => row)], starts, count / (int)pictures.shape[0]);
    }

    /// <summary>How near each patch is to each word.</summary>
    internal Tensor Cosines(Tensor pictures)   // (B, 3, S, S) -> (B Patches, Words)
    {
        using var scope = NewDisposeScope();
        return Whitened(pictures, _whitening).mm(_words.t()).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _whitening.Dispose();
        _words.Dispose();
    }

    /// <summary>Few words are near: most of a row is passed over by whole vectors.</summary>
    private static void FindNear(ReadOnlySpan<float> cosines, List<int> near)
    {
        var least = new Vector<float>(Near);
        for (var from = 0; from < cosines.Length; from += Vector<float>.Count)
        {
            var some = cosines[from..Math.Min(from + Vector<float>.Count, cosines.Length)];
            if (some.Length == Vector<float>.Count && !Vector.GreaterThanOrEqualAny(new Vector<float>(some), least)) continue;
            for (var i = 0; i < some.Length; i++)
            {
                if (some[i] >= Near) near.Add(from + i);
            }
        }
    }

    private static List<long> FarFromEachOther(Tensor patches, int most)
    {
        var near = patches.mm(patches.t()).ge(Apart).data<bool>().ToArray();
        var (count, drawn) = ((int)patches.shape[0], new List<long>());
        for (var patch = 0; patch < count && drawn.Count < most; patch++)
        {
            if (!drawn.Exists(other => near[patch * (long)count + other])) drawn.Add(patch);
        }

        return drawn;
    }

    /// <summary>Without what the whole picture has of each colour: a word says a shape or a difference.</summary>
    private static Tensor Cut(Tensor pictures)   // (B, 3, S, S) -> (B Patches, Patch)
    {
        using var scope = NewDisposeScope();
        return nn.functional.unfold(pictures - pictures.mean([2L, 3L], keepdim: true), Side, stride: Stride).permute(0, 2, 1)
            .reshape(-1, 3 * Side * Side).MoveToOuterDisposeScope();
    }

    private static Tensor Whitened(Tensor pictures, Tensor whitening)   // -> (B Patches, Patch), of length 1, or nearly 0
    {
        using var scope = NewDisposeScope();
        return nn.functional.normalize(Cut(pictures).mm(whitening), dim: 1, eps: Faintest).MoveToOuterDisposeScope();
    }

    private static Tensor Whitening(Tensor pictures)   // (B, 3, S, S), disposed of -> (Patch, Patch)
    {
        using var scope = NewDisposeScope();
        using var _ = pictures;
        var patches = Cut(pictures);
        var centred = patches - patches.mean([0]);
        var (variances, directions) = linalg.eigh(centred.t().mm(centred) / centred.shape[0]);
        return (directions / (variances + SmallestVariance).sqrt()).mm(directions.t()).MoveToOuterDisposeScope();
    }
}
