using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Imaging;
using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>A picture to learn from or to test on.</summary>
/// <param name="Input">What a network sees of it.</param>
/// <param name="Labels">What it is called: the name of its folder, tags; none where nothing is known.</param>
/// <param name="Path">The file it came from, where it came from one.</param>
public sealed record LabelledPicture(NetworkInput Input, IReadOnlyList<string> Labels, string? Path = null)
{
    /// <summary>The whole picture, of which views are drawn.</summary>
    public PixelGrid Pixels => Input.Whole;

    /// <summary>The label it counts as where only one counts; null where it has none.</summary>
    public string? Label => Labels.Count == 0 ? null : Labels[0];
}

/// <summary>Someone, or something, said of two pictures, given by their places in the set, whether they are alike.</summary>
public readonly record struct JudgedPair(int First, int Second, bool Alike);

/// <summary>Pictures held in memory as pixels: 12 kB each, 25 kB those of more than 64 pixels a side.</summary>
public sealed class TrainingSet
{
    /// <summary>What a picture takes in memory at the most, in bytes.</summary>
    public const int MostBytesOfPicture = 25_000;

    /// <summary>
    /// What is kept beside it while a code head learns by itself, in bytes: 608 features, the default network's, of both looks at a picture
    /// and at its edited view.
    /// </summary>
    public const int BytesOfDescription = 608 * 4 * sizeof(float);

    private readonly Dictionary<string, int> _numbers;
    private readonly Dictionary<(int, int), bool> _said = [];   // either way round

    /// <param name="pictures">To learn from, or to test on.</param>
    /// <param name="pairs">Of them, that were compared.</param>
    /// <param name="labels">
    /// Labels that count although no picture may have them: what was learned of a label goes on where its pictures are gone.
    /// </param>
    public TrainingSet(IReadOnlyList<LabelledPicture> pictures, IReadOnlyList<JudgedPair>? pairs = null, IEnumerable<string>? labels = null)
    {
        (Pictures, Pairs) = (pictures, pairs ?? []);
        (HasAlike, HasNotAlike) = (Pairs.Any(pair => pair.Alike), Pairs.Any(pair => !pair.Alike));
        foreach (var pair in Pairs) _said[(pair.First, pair.Second)] = _said[(pair.Second, pair.First)] = pair.Alike;
        Labels = [.. pictures.SelectMany(picture => picture.Labels).Concat(labels ?? []).Distinct().Order(StringComparer.Ordinal)];
        _numbers = Labels.Select((label, number) => (label, number)).ToDictionary(pair => pair.label, pair => pair.number);
    }

    public IReadOnlyList<LabelledPicture> Pictures { get; }

    /// <summary>Those with a label, in their order.</summary>
    public IReadOnlyList<LabelledPicture> Labelled => [.. Pictures.Where(picture => picture.Label is not null)];

    /// <summary>Pictures that were compared.</summary>
    public IReadOnlyList<JudgedPair> Pairs { get; }

    /// <summary>All labels, in the order of names.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The places in <see cref="Labels"/> of a picture's labels.</summary>
    public IEnumerable<int> LabelNumbers(int picture) => Pictures[picture].Labels.Select(label => _numbers[label]);

    /// <summary>Which labels pictures have.</summary>
    internal Tensor Membership(IReadOnlyList<int> places)   // -> (B, Labels or 1), true where a picture has a label
    {
        var labels = Math.Max(1, Labels.Count);
        var own = new bool[places.Count * labels];
        for (var row = 0; row < places.Count; row++)
        {
            foreach (var number in LabelNumbers(places[row])) own[row * labels + number] = true;
        }

        return tensor(own).reshape(places.Count, labels);
    }

    /// <summary>Whether any two were called alike.</summary>
    internal bool HasAlike { get; }

    /// <summary>Whether any two were called not alike.</summary>
    internal bool HasNotAlike { get; }

    /// <summary>Whether someone called two pictures alike.</summary>
    internal bool AreAlike(int one, int other) => _said.TryGetValue((one, other), out var alike) && alike;

    /// <summary>Whether someone called two pictures not alike.</summary>
    internal bool AreNotAlike(int one, int other) => _said.TryGetValue((one, other), out var alike) && !alike;

    /// <summary>Reads and decodes every picture below the paths, on all cores, in the order of their paths.</summary>
    /// <param name="paths">Folders, files, or archives: see <see cref="PictureFiles"/>.</param>
    /// <param name="decoder">Decodes them.</param>
    /// <param name="side">Side of the network's input, in pixels.</param>
    /// <param name="failed">Told of each file that gives no picture; it is passed over.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="FileNotFoundException">One of the paths is not there.</exception>
    /// <exception cref="InvalidDataException">An archive cannot be read.</exception>
    public static TrainingSet Load(
        IEnumerable<string> paths, PictureDecoder decoder, int side = PictureDecoder.InputSize,
        Action<string, string>? failed = null, CancellationToken cancel = default) =>
        Load(paths.SelectMany(PictureFiles.ReadBelow), decoder, side, failed, cancel);

    /// <summary>The same for files that are known one by one, with labels of their own.</summary>
    public static TrainingSet Load(
        IEnumerable<(PictureFile File, Func<byte[]> Read)> files, PictureDecoder decoder,
        int side = PictureDecoder.InputSize, Action<string, string>? failed = null, CancellationToken cancel = default)
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
            Parallel.ForEach(Partitioner.Create(Read(), EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { CancellationToken = cancel, TaskScheduler = null }, entry =>
            {
                try
                {
                    decoded.Add((entry.Index, new LabelledPicture(decoder.DecodeInput(entry.Bytes, side, cancel), entry.File.Label is { } label ? [label] : [], entry.File.Path)));
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

    /// <summary>The same pictures, each with the labels that its place is given.</summary>
    public TrainingSet Relabelled(Func<int, IReadOnlyList<string>> labelsOf) =>
        new([.. Pictures.Select((picture, place) => picture with { Labels = labelsOf(place) })], Pairs);

    /// <summary>At most so many of the pictures, evenly from the first to the last.</summary>
    public TrainingSet Sample(int most) => new(Pictures.Evenly(most));

    /// <summary>Sets apart the pictures at some places: <see cref="NearDuplicates.DrawHeldOut"/>.</summary>
    public (TrainingSet Kept, TrainingSet HeldOut) Split(IReadOnlySet<int> heldOut) =>
        (Part(place => !heldOut.Contains(place)), Part(heldOut.Contains));

    /// <summary>Some of the pictures, in their order, and the pairs among them.</summary>
    public TrainingSet Part(Func<int, bool> isKept)
    {
        var kept = Enumerable.Range(0, Pictures.Count).Where(isKept).ToArray();
        var places = kept.Select((old, place) => (old, place)).ToDictionary(pair => pair.old, pair => pair.place);
        return new TrainingSet(
            [.. kept.Select(place => Pictures[place])],
            [.. Pairs.Where(pair => places.ContainsKey(pair.First) && places.ContainsKey(pair.Second))
                .Select(pair => pair with { First = places[pair.First], Second = places[pair.Second] })]);
    }
}
