using System.Collections.Immutable;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Search.Kernels;

namespace ImageCodes.Model.Search;

/// <summary>
/// Exact neighbours by Hamming distance. Codes are added and removed while others search: a search sees the codes as they were
/// at one moment. Tables that make searches quicker are built beside them, one after the other; until then, and for what came
/// since, rows are compared one by one.
/// </summary>
public sealed class CodeIndex
{
    private const int RowsWorthTables = 1 << 16;
    private const long WordsWorthTables = 8 << 20;   // a scan of so many takes about two milliseconds on one core
    private const double ShareAsRows = 0.25;   // of the rows: those that came since, above which tables are made anew

    private readonly SearchMethod _method;
    private readonly CodeTable _rows;
    private readonly Lock _writing = new();
    private readonly Lock _building = new();
    private readonly HashSet<int> _wanted = [];                // lengths whose tables are being built; this and the next under the lock
    private readonly Dictionary<int, int> _failedAt = [];      // at how many rows there was no memory for them
    private ImmutableDictionary<int, MultiIndexTables> _tables = ImmutableDictionary<int, MultiIndexTables>.Empty;
    private Task _builds = Task.CompletedTask;

    /// <param name="bits">Length of the codes, 1 to <see cref="BinaryCode.MaxBits"/>.</param>
    /// <param name="method">How neighbours are found.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no codes of this length.</exception>
    public CodeIndex(int bits, SearchMethod method = SearchMethod.Auto)
    {
        if (bits is < 1 or > BinaryCode.MaxBits)
            throw new ArgumentOutOfRangeException(nameof(bits), $"A code has 1 to {BinaryCode.MaxBits} bits; got {bits}.");
        (Bits, _method, _rows) = (bits, method, new CodeTable(bits));
    }

    /// <summary>Length of the stored codes.</summary>
    public int Bits { get; }

    /// <summary>Which instructions are used. Default: the widest that the processor has.</summary>
    public InstructionSet Instructions { get; init; } = ScanKernel.Best;

    /// <summary>On how many cores one search runs at the most. Default: all.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The lengths of queries that may have tables; searches by others scan. Default: all.</summary>
    public IReadOnlyCollection<int>? TableLengths { get; init; }

    /// <summary>How many codes can be found.</summary>
    public int Count => _rows.Rows.Present;

    /// <summary>Memory in use, in bytes.</summary>
    public long Bytes => _rows.Bytes + Volatile.Read(ref _tables).Values.Sum(tables => tables.Bytes);

    /// <summary>Stores codes; one whose id is stored already replaces it. All become visible together.</summary>
    /// <exception cref="ArgumentException">The codes have another length than <see cref="Bits"/>; nothing is stored.</exception>
    public void Add(CodeBatch codes)
    {
        if (codes.Bits != Bits) throw new ArgumentException($"The index holds {Bits}-bit codes; got {codes.Bits} bits.", nameof(codes));
        lock (_writing) _rows.Add(codes);
    }

    /// <summary>Takes codes out, and returns how many of them were stored.</summary>
    public int Remove(IReadOnlyCollection<long> ids)
    {
        lock (_writing) return _rows.Remove(ids);
    }

    /// <summary>Numbers the rows by rising id, where they are not: whatever is as near as others is turned away sooner then.</summary>
    internal void Arrange()
    {
        lock (_writing) _rows.Arrange();
    }

    /// <summary>The codes as they are now. What is added or removed later changes nothing in it.</summary>
    public CodeSnapshot Snapshot() => new(this, _rows.Rows);

    /// <inheritdoc cref="CodeSnapshot.Nearest(PictureCode, int, int, IReadOnlySet{long})"/>
    public IReadOnlyList<Neighbour> Nearest(PictureCode query, int count, int within = int.MaxValue, IReadOnlySet<long>? only = null) =>
        Snapshot().Nearest(query, count, within, only);

    /// <inheritdoc cref="CodeSnapshot.Ball"/>
    public IEnumerable<Neighbour> Ball(PictureCode query, int radius) => Snapshot().Ball(query, radius);

    /// <summary>Builds now what would be built when searches by so many bits first come.</summary>
    public void PrepareWhereWorth(int bits)
    {
        if (IsWorthTables(_rows.Rows, bits)) Prepare(bits);
    }

    /// <summary>
    /// Builds what makes searches by so many bits quicker, of however few codes; nothing where the scan is meant to serve.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no searches by so many bits.</exception>
    public void Prepare(int bits)
    {
        if (bits < 1 || bits > Bits)
            throw new ArgumentOutOfRangeException(nameof(bits), $"The index holds {Bits}-bit codes; "
                + $"searches are by 1 to {Bits} bits, got {bits}.");
        var rows = _rows.Rows;
        if (!MayHaveTables(bits) || rows.Count == 0) return;
        var asTable = _method == SearchMethod.Address || _method == SearchMethod.Auto && bits <= CodeChunk.MostBits;
        var chunks = asTable ? [new CodeChunk(0, BinaryCode.MaskFor(bits, 0))] : CodeChunk.Choose(rows, bits);
        var tables = MultiIndexTables.Build(rows, bits, chunks, Threads);
        lock (_building)
        {
            // Rows may have been numbered anew meanwhile, and others may have built tables of more of them.
            if (!tables.Fits(_rows.Rows)) return;
            if (_tables.GetValueOrDefault(bits) is not { } known || !known.Fits(_rows.Rows) || known.Count < tables.Count)
                _tables = _tables.SetItem(bits, tables);
        }
    }

    /// <summary>
    /// The tables for searches by so many bits among these rows, if there are any. Sees to it that there will be, where they are worth it.
    /// </summary>
    internal MultiIndexTables? TablesFor(CodeRows rows, int bits)
    {
        var tables = Volatile.Read(ref _tables).GetValueOrDefault(bits);
        var newest = _rows.Rows;
        var held = tables is not null && tables.Fits(newest) ? tables.Count : 0;
        if (tables is not null && held == 0) DropStale();
        if (IsWorthTables(newest, bits) && newest.Count - held > ShareAsRows * newest.Count) Want(bits, newest.Count);
        return tables is not null && tables.Fits(rows) ? tables : null;
    }

    /// <summary>
    /// Tables, of whatever length, of rows that were numbered anew since: they serve nobody but who holds an old snapshot, and take several
    /// times the memory of the codes.
    /// </summary>
    private void DropStale()
    {
        lock (_building) _tables = _tables.RemoveRange(_tables.Where(known => !known.Value.Fits(_rows.Rows)).Select(known => known.Key));
    }

    /// <summary>
    /// What the scan costs that tables may leave a search to: see <see cref="LinearScan.CostOf"/>. Without limit where there is none:
    /// semantic hashing looks at addresses only.
    /// </summary>
    internal double ScanCost(CodeRows rows, int bits) =>
        _method == SearchMethod.Address ? double.PositiveInfinity : LinearScan.CostOf(rows.Count, bits, Threads);

    /// <summary>The same of one query of a batch, of which each has a core: see <see cref="LinearScan.CostInBatch"/>.</summary>
    internal double ScanCostInBatch(CodeRows rows, int bits, int queries) =>
        _method == SearchMethod.Address ? double.PositiveInfinity : LinearScan.CostInBatch(rows.Count, bits, queries, Instructions);

    private bool MayHaveTables(int bits) =>
        _method != SearchMethod.Linear && (_method != SearchMethod.Address || bits <= CodeChunk.MostBits) && (TableLengths is null || TableLengths.Contains(bits));

    /// <summary>Tables take several times the memory of the codes: a scan that is quick enough does without.</summary>
    private bool IsWorthTables(CodeRows rows, int bits) => MayHaveTables(bits) && (_method == SearchMethod.Auto
        ? (long)rows.Count * BinaryCode.WordsFor(bits) >= WordsWorthTables
        : rows.Count >= RowsWorthTables);

    private void Want(int bits, int rows)
    {
        lock (_building)
        {
            // Where memory did not suffice, it is tried again when there is more to gain.
            if (_failedAt.TryGetValue(bits, out var failed) && rows < 2 * failed || !_wanted.Add(bits)) return;
            _builds = _builds.ContinueWith(_ => Build(bits), CancellationToken.None, TaskContinuationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    private void Build(int bits)
    {
        try
        {
            Prepare(bits);
        }
        // Several threads build.
        catch (Exception failure) when (failure is OutOfMemoryException || failure is AggregateException { InnerExceptions: var each } && each.All(one => one is OutOfMemoryException))
        {
            lock (_building) _failedAt[bits] = _rows.Rows.Count;
        }
        finally
        {
            lock (_building) _wanted.Remove(bits);
        }
    }
}
