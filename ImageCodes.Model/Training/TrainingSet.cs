using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using ImageCodes.Model.Imaging;

namespace ImageCodes.Model.Training;

/// <summary>A picture to learn from or to test on.</summary>
/// <param name="Pixels">The network's input.</param>
/// <param name="Label">The name of its folder, or null where there is none.</param>
public sealed record LabelledPicture(PixelGrid Pixels, string? Label);

/// <summary>Pictures held in memory as pixels, 12 kB each.</summary>
public sealed class TrainingSet
{
    private readonly long[] _labels;

    public TrainingSet(IReadOnlyList<LabelledPicture> pictures)
    {
        Pictures = pictures;
        ByLabel = [.. pictures.Select((picture, index) => (picture.Label, index))
            .Where(pair => pair.Label is not null)
            .GroupBy(pair => pair.Label!, pair => pair.index)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (IReadOnlyList<int>)[.. group])];
        _labels = new long[pictures.Count];
        Array.Fill(_labels, -1);
        foreach (var (members, number) in ByLabel.Select((members, number) => (members, number)))
        {
            foreach (var member in members) _labels[member] = number;
        }
    }

    public IReadOnlyList<LabelledPicture> Pictures { get; }

    /// <summary>For each label, in the order of names, the places of its pictures.</summary>
    public IReadOnlyList<IReadOnlyList<int>> ByLabel { get; }

    /// <summary>The place in <see cref="ByLabel"/> of a picture's label, or -1 where it has none.</summary>
    public long LabelNumber(int picture) => _labels[picture];

    /// <summary>Reads and decodes every picture below the paths, on all cores, in the order of their paths.</summary>
    /// <param name="paths">Folders, files, or archives: see <see cref="PictureFiles"/>.</param>
    /// <param name="decoder">Decodes them.</param>
    /// <param name="side">Side of the network's input, in pixels.</param>
    /// <param name="failed">Told of each file that gives no picture; it is passed over.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="FileNotFoundException">One of the paths is not there.</exception>
    /// <exception cref="InvalidDataException">An archive cannot be read.</exception>
    public static TrainingSet Load(IEnumerable<string> paths, PictureDecoder decoder, int side = PictureDecoder.InputSize, Action<string, string>? failed = null, CancellationToken cancel = default) =>
        Load(paths.SelectMany(PictureFiles.ReadBelow), decoder, side, failed, cancel);

    /// <summary>The same for files that are known one by one, with labels of their own.</summary>
    public static TrainingSet Load(
        IEnumerable<(PictureFile File, Func<byte[]> Read)> files, PictureDecoder decoder, int side = PictureDecoder.InputSize, Action<string, string>? failed = null, CancellationToken cancel = default)
    {
        // Reading is one after the other (an archive allows no more), decoding side by side.
        IEnumerable<(PictureFile File, byte[] Bytes, int Index)> Read()
        {
            var index = 0;
            foreach (var (file, read) in files)
            {
                byte[] bytes;
                try
                {
                    decoder.RefuseLength(file.Length);
                    bytes = read();
                }
                catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException or UnreadablePictureException)
                {
                    failed?.Invoke(file.Path, failure.Message);
                    continue;
                }

                yield return (file, bytes, index++);
            }
        }

        var decoded = new ConcurrentBag<(int Index, LabelledPicture Picture)>();
        try
        {
            Parallel.ForEach(Partitioner.Create(Read(), EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { CancellationToken = cancel }, entry =>
            {
                try
                {
                    decoded.Add((entry.Index, new LabelledPicture(decoder.DecodePixels(entry.Bytes, side, cancel), entry.File.Label)));
                }
                catch (UnreadablePictureException failure)
                {
                    failed?.Invoke(entry.File.Path, failure.Message);
                }
            });
        }
        catch (AggregateException failures) when (failures.InnerExceptions is [var only])
        {
            ExceptionDispatchInfo.Throw(only);
        }

        return new TrainingSet([.. decoded.OrderBy(pair => pair.Index).Select(pair => pair.Picture)]);
    }

    /// <summary>At most so many of the pictures, evenly from the first to the last.</summary>
    public TrainingSet Sample(int most)
    {
        var every = Math.Max(1, (Pictures.Count + most - 1) / most);
        return new TrainingSet([.. Pictures.Where((_, place) => place % every == 0)]);
    }

    /// <summary>Sets apart a share of the pictures by a seeded draw.</summary>
    public (TrainingSet Kept, TrainingSet HeldOut) Split(double heldOutShare, int seed)
    {
        var order = Enumerable.Range(0, Pictures.Count).ToArray();
        new Random(seed).Shuffle(order);
        var heldOut = order.Take((int)(Pictures.Count * heldOutShare)).Order();
        var kept = order.Skip((int)(Pictures.Count * heldOutShare)).Order();
        return (new TrainingSet([.. kept.Select(i => Pictures[i])]), new TrainingSet([.. heldOut.Select(i => Pictures[i])]));
    }
}
