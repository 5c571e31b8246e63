using ImageCodes.Model.Codes;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Search;
using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Search;

/// <summary>What is known of a bit from the library's codes.</summary>
/// <param name="ShareOfOnes">In what share of the codes it is 1, 0 to 1.</param>
/// <param name="Partner">The bit that it goes with most; null where none varies.</param>
/// <param name="Correlation">How: 1 always the same, -1 always opposite.</param>
public sealed record BitFacts(double ShareOfOnes, int? Partner, double Correlation);

/// <summary>
/// The space of the live model's codes: what is counted over the library once, and again when it has grown or shrunk by a tenth,
/// pictures of it are called something else, or another model is in use.
/// </summary>
public sealed class CodeSpace(LiveModel model, CodeStore codes, LabelStore labels)
{
    private const int MostCounted = 20_000;   // spread evenly over the library
    private const double Growth = 0.1;

    private sealed class Counts(int bits, CodeSnapshot snapshot, LabelStore labels)
    {
        private readonly Lazy<IReadOnlyList<KeyValuePair<long, BinaryCode>>> _sample = new(() => snapshot.Sample(MostCounted));
        private BitColumns? _columns;
        private IReadOnlyList<BitFacts>? _facts;
        private (IReadOnlyDictionary<long, IReadOnlyCollection<string>> Labels, CodeSpaceReport Of)? _report;

        public int Codes => snapshot.Count;

        public BitColumns Columns => _columns ??= BitColumns.Of(bits, [.. _sample.Value.Select(pair => pair.Value)]);

        public IReadOnlyList<BitFacts> Facts => _facts ??= [.. Enumerable.Range(0, Columns.Bits).AsParallel().AsOrdered()
            .Select(bit => Columns.Strongest(bit) is var (partner, correlation) ? new BitFacts(Columns.ShareOfOnes(bit), partner, correlation) : new BitFacts(Columns.ShareOfOnes(bit), null, 0))];

        public CodeSpaceReport Report
        {
            get
            {
                var called = labels.Of([.. _sample.Value.Select(pair => pair.Key)]);   // read each time: who sets a tag comes back to see what it tells
                if (_report is not { } known || !AreEqual(known.Labels, called)) _report = known = (called, CodeSpaceReport.Of(snapshot, _sample.Value, Columns, called));
                return known.Of;
            }
        }

        private static bool AreEqual(IReadOnlyDictionary<long, IReadOnlyCollection<string>> some, IReadOnlyDictionary<long, IReadOnlyCollection<string>> others) =>
            some.Count == others.Count && some.All(entry => others.TryGetValue(entry.Key, out var labels) && labels.SequenceEqual(entry.Value));
    }

    private readonly Lock _counting = new();
    private (ModelInUse Model, Counts Counts)? _known;
    private AddressTable? _addresses;

    /// <summary>A row a bit.</summary>
    public IReadOnlyList<BitFacts> Bits()
    {
        lock (_counting) return Newest().Facts;
    }

    /// <summary>All that is told of the space. Takes a second or so where it is not known yet.</summary>
    public CodeSpaceReport Report()
    {
        lock (_counting) return Newest().Report;
    }

    /// <summary>The same of another model's codes, counted anew each time.</summary>
    public CodeSpaceReport ReportOf(KnownModel other) =>
        new Counts(other.Bits, new LibraryIndex(codes, other.Id, new CodeIndex(other.Bits, SearchMethod.Linear)).Index.Snapshot(), labels).Report;

    /// <summary>How many codes there are.</summary>
    public int Codes => Snapshot().Count;

    /// <summary>The library's codes by their first bits, as they are now.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no such addresses.</exception>
    public AddressTable Addresses(int bits)
    {
        var snapshot = Snapshot();
        var known = Volatile.Read(ref _addresses);
        if (known is not null && known.Bits == bits && known.IsOf(snapshot)) return known;
        return _addresses = new AddressTable(snapshot, bits);
    }

    /// <summary>The correlations of all bits as a picture of a pixel each: paper where they do not go together, darker the more they do; blue where they are opposite.</summary>
    public PixelGrid Correlations()
    {
        BitColumns columns;
        lock (_counting) columns = Newest().Columns;
        var bytes = new byte[columns.Bits * columns.Bits * 3];
        Parallel.For(0, columns.Bits, a =>
        {
            for (var b = 0; b < columns.Bits; b++)
            {
                var correlation = columns.Correlation(a, b) is var known && double.IsNaN(known) ? 0 : known;
                var strength = Math.Sqrt(Math.Abs(correlation));   // most are small, and must be seen
                var pixel = bytes.AsSpan((a * columns.Bits + b) * 3, 3);
                (byte Red, byte Green, byte Blue) full = correlation > 0 ? ((byte)11, (byte)110, (byte)99) : ((byte)40, (byte)70, (byte)190);
                pixel[0] = (byte)(255 + (full.Red - 255) * strength);
                pixel[1] = (byte)(255 + (full.Green - 255) * strength);
                pixel[2] = (byte)(255 + (full.Blue - 255) * strength);
            }
        });
        return new PixelGrid(columns.Bits, columns.Bits, bytes);
    }

    private CodeSnapshot Snapshot() => model.Current.Index.Newest();

    private Counts Newest()
    {
        var current = model.Current;
        var snapshot = current.Index.Newest();
        if (_known is { } known && known.Model == current && Math.Abs(snapshot.Count - known.Counts.Codes) <= Growth * known.Counts.Codes) return known.Counts;
        var counts = new Counts(current.Encoder.Bits, snapshot, labels);
        _known = (current, counts);
        return counts;
    }
}
