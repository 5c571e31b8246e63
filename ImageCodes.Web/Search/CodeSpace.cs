using ImageCodes.Model.Codes;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Search;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Models;

namespace ImageCodes.Web.Search;

/// <summary>What is known of a bit from the library's codes.</summary>
/// <param name="ShareOfOnes">In what share of the codes it is 1, 0 to 1.</param>
/// <param name="Partner">The bit that it goes with most; null where none varies.</param>
/// <param name="Correlation">How: 1 always the same, -1 always opposite.</param>
/// <param name="Codes">How many codes say so.</param>
public sealed record BitFacts(double ShareOfOnes, int? Partner, double Correlation, int Codes);

/// <summary>
/// The space of the live model's codes. Facts of bits are counted over the library once, and again when it has grown or shrunk by a tenth
/// or another model is in use; the report is of the codes and labels as they are.
/// </summary>
public sealed class CodeSpace
{
    private const int MostCounted = 20_000;   // spread evenly over the library
    private const double Growth = 0.1;
    private const int FewestAtAddress = 4;   // pictures, at the mean, where no length is asked for

    /// <summary>
    /// What is counted of some codes, each part once, when it is first asked for; who asks for one part does not wait for another.
    /// </summary>
    private sealed class Counts
    {
        private readonly LabelStore _labels;
        private readonly Lazy<IReadOnlyList<KeyValuePair<long, BinaryCode>>> _sample;
        private readonly Lazy<BitColumns> _columns;
        private readonly Lazy<IReadOnlyList<BitFacts>> _facts;
        private readonly Lock _reporting = new();
        private (IReadOnlyDictionary<long, IReadOnlyCollection<string>> Labels, CodeSpaceReport Of)? _report;

        public Counts(int bits, CodeSnapshot snapshot, LabelStore labels, ModelInUse? of = null)
        {
            (Of, Snapshot, _labels) = (of, snapshot, labels);
            _sample = new(() => snapshot.Sample(MostCounted));
            _columns = new(() => BitColumns.Of(bits, [.. _sample.Value.Select(pair => pair.Value)]));
            _facts = new(() => [.. Enumerable.Range(0, bits).AsParallel().AsOrdered().Select(FactsOf)]);
        }

        public ModelInUse? Of { get; }

        public CodeSnapshot Snapshot { get; }

        public IReadOnlyList<BitFacts> Facts => _facts.Value;

        public CodeSpaceReport Report
        {
            get
            {
                lock (_reporting)
                {
                    // Read each time: who sets a tag comes back to see what it tells.
                    var called = _labels.Of([.. _sample.Value.Select(pair => pair.Key)]);
                    if (_report is not { } known || !AreEqual(known.Labels, called))
                        _report = known = (called, CodeSpaceReport.Of(Snapshot, _sample.Value, _columns.Value, called));
                    return known.Of;
                }
            }
        }

        private BitFacts FactsOf(int bit)
        {
            var (columns, codes) = (_columns.Value, _sample.Value.Count);
            return columns.Strongest(bit) is var (partner, correlation)
                ? new BitFacts(columns.ShareOfOnes(bit), partner, correlation, codes)
                : new BitFacts(columns.ShareOfOnes(bit), Partner: null, Correlation: 0, codes);
        }

        private static bool AreEqual(
            IReadOnlyDictionary<long, IReadOnlyCollection<string>> some, IReadOnlyDictionary<long, IReadOnlyCollection<string>> others) =>
            some.Count == others.Count && some.All(entry => others.TryGetValue(entry.Key, out var labels) && labels.SequenceEqual(entry.Value));
    }

    private readonly LiveModel _model;
    private readonly CodeStore _codes;
    private readonly LabelStore _labels;
    private readonly Lock _choosing = new();
    private Counts? _known;
    private readonly Lock _laying = new();   // so that many who ask at once wait for one table
    private AddressTable? _addresses;

    public CodeSpace(LiveModel model, CodeStore codes, LabelStore labels)
    {
        (_model, _codes, _labels) = (model, codes, labels);
        // What is known goes with the model that was in use: its index has all codes of the library.
        model.Changed += () =>
        {
            Volatile.Write(ref _known, null);
            Volatile.Write(ref _addresses, null);
        };
    }

    /// <summary>A row a bit of a model that is in use, or was a moment ago. Takes a second or so where it is not known yet.</summary>
    public IReadOnlyList<BitFacts> Bits(ModelInUse of) => CountsOf(of, anyDifference: false).Facts;

    /// <summary>All that is told of the space, of the codes that are there now. Takes seconds where it is not known yet.</summary>
    public CodeSpaceReport Report() => CountsOf(_model.Current, anyDifference: true).Report;

    /// <summary>The same, where the library may have grown or shrunk by a tenth since it was counted.</summary>
    public CodeSpaceReport RoughReport() => CountsOf(_model.Current, anyDifference: false).Report;

    /// <summary>The same of another model's codes, counted anew each time.</summary>
    public CodeSpaceReport ReportOf(KnownModel other) =>
        new Counts(other.Bits, new LibraryIndex(_codes, other.Id, new CodeIndex(other.Bits, SearchMethod.Linear)).Index.Snapshot(), _labels).Report;

    /// <summary>The library's codes by their first bits, as they are now.</summary>
    /// <param name="of">The model whose codes they are.</param>
    /// <param name="bits">
    /// Length of the addresses, brought into what there is; null for one at which a few pictures are, at the mean.
    /// </param>
    public AddressTable Addresses(ModelInUse of, int? bits)
    {
        var snapshot = of.Index.Newest();
        var longest = Math.Min(AddressTable.MostBits, snapshot.Bits);
        var length = Math.Clamp(bits ?? (int)Math.Log2(Math.Max(1, snapshot.Count / FewestAtAddress)), Math.Min(AddressTable.FewestBits, longest), longest);
        lock (_laying)
        {
            if (_addresses is { } known && known.Bits == length && known.IsOf(snapshot)) return known;
            return _addresses = new AddressTable(snapshot, length);
        }
    }

    private Counts CountsOf(ModelInUse current, bool anyDifference)
    {
        var snapshot = current.Index.Newest();
        lock (_choosing)
        {
            if (_known is { } known && known.Of == current && IsCounted(known.Snapshot, snapshot, anyDifference)) return known;
            return _known = new Counts(current.Encoder.Bits, snapshot, _labels, current);
        }
    }

    private static bool IsCounted(CodeSnapshot counted, CodeSnapshot now, bool anyDifference) =>
        anyDifference ? counted.IsSameAs(now) : Math.Abs(now.Count - counted.Count) <= Growth * counted.Count;
}
