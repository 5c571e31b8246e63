using ImageCodes.Model.Codes;

namespace ImageCodes.Web.Search;

/// <summary>What is known of a bit from the library's codes.</summary>
/// <param name="ShareOfOnes">In what share of the codes it is 1, 0 to 1.</param>
/// <param name="Partner">The bit that it goes with most; null where none varies.</param>
/// <param name="Correlation">How: 1 always the same, -1 always opposite.</param>
public sealed record BitFacts(double ShareOfOnes, int? Partner, double Correlation);

/// <summary>The bits of the live model's codes, counted over the library once, and again when it has grown by a tenth or another model is in use.</summary>
public sealed class CodeSpace(LiveModel model)
{
    private const int Counted = 20_000;
    private const double Growth = 0.1;

    private readonly Lock _counting = new();
    private (ModelInUse Model, int Codes, IReadOnlyList<BitFacts> Facts)? _known;

    /// <summary>Over how many codes bits are counted at the most; they are spread evenly over the library.</summary>
    public static int MostCounted => Counted;

    /// <summary>A row a bit.</summary>
    public IReadOnlyList<BitFacts> Bits()
    {
        var current = model.Current;
        current.Index.CatchUp();
        var snapshot = current.Index.Index.Snapshot();
        lock (_counting)
        {
            if (_known is { } known && known.Model == current && Math.Abs(snapshot.Count - known.Codes) <= Growth * known.Codes) return known.Facts;
            var columns = BitColumns.Of(current.Encoder.Bits, [.. snapshot.Sample(Counted).Select(pair => pair.Value)]);
            var facts = Enumerable.Range(0, columns.Bits).AsParallel().AsOrdered()
                .Select(bit => columns.Strongest(bit) is var (partner, correlation) ? new BitFacts(columns.ShareOfOnes(bit), partner, correlation) : new BitFacts(columns.ShareOfOnes(bit), null, 0))
                .ToList();
            _known = (current, snapshot.Count, facts);
            return facts;
        }
    }
}
