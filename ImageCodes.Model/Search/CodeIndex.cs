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
    private const double ShareAsRows = 0.25;   // of the rows: those that came since, above which tables are made anew

    private readonly SearchMethod _method;
    private readonly CodeTable _rows;
    private readonly Lock _writing = new();
    private readonly HashSet<int> _wanted = [];   // lengths whose tables are being built; under the lock
    private ImmutableDictionary<int, MultiIndexTables> _tables = ImmutableDictionary<int, MultiIndexTables>.Empty;
    private Task _building = Task.CompletedTask;

    /// <param name="bits">Length of the codes, 1 to <see cref="BinaryCode.MaxBits"/>.</param>
    /// <param name="method">How neighbours are found.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no codes of this length.</exception>
    public CodeIndex(int bits, SearchMethod method = SearchMethod.Auto)
    {
        if (bits is < 1 or > BinaryCode.MaxBits) throw new ArgumentOutOfRangeException(nameof(bits), $"A code has 1 to {BinaryCode.MaxBits} bits; got {bits}.");
        (Bits, _method, _rows) = (bits, method, new CodeTable(bits));
    }

    /// <summary>Length of the stored codes.</summary>
    public int Bits { get; }

    /// <summary>Which instructions are used. Default: the widest that the processor has.</summary>
    public InstructionSet Instructions { get; init; } = ScanKernel.Best;

    /// <summary>On how many cores one search runs at the most. Default: all.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>How many codes can be found.</summary>
    public int Count => _rows.Rows.Present;

    /// <summary>Memory in use, in bytes.</summary>
    public long Bytes => _rows.Rows.Bytes + Volatile.Read(ref _tables).Values.Sum(tables => tables.Bytes);

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

    /// <summary>The codes as they are now. What is added or removed later changes nothing in it.</summary>
    public CodeSnapshot Snapshot() => new(this, _rows.Rows);

    /// <inheritdoc cref="CodeSnapshot.Nearest(PictureCode, int, int, IReadOnlySet{long})"/>
    public IReadOnlyList<Neighbour> Nearest(PictureCode query, int count, int within = int.MaxValue, IReadOnlySet<long>? only = null) =>
        Snapshot().Nearest(query, count, within, only);

    /// <inheritdoc cref="CodeSnapshot.Ball"/>
    public IEnumerable<Neighbour> Ball(PictureCode query, int radius) => Snapshot().Ball(query, radius);

    /// <summary>Builds now what makes searches by so many bits quicker, instead of when they first come; nothing where the scan is meant to serve.</summary>
    public void Prepare(int bits)
    {
        var rows = _rows.Rows;
        if (_method == SearchMethod.Linear || rows.Count == 0 || _method == SearchMethod.Address && bits > CodeChunk.MostBits) return;
        var asTable = _method == SearchMethod.Address || _method == SearchMethod.Auto && bits <= CodeChunk.MostBits;
        var chunks = asTable ? [new CodeChunk(0, BinaryCode.MaskFor(bits, 0))] : CodeChunk.Choose(rows, bits);
        var tables = MultiIndexTables.Build(rows, bits, chunks, Threads);
        lock (_writing) _tables = _tables.SetItem(bits, tables);
    }

    /// <summary>The tables for searches by so many bits, if there are any. Sees to it that there will be, where they are worth it.</summary>
    internal MultiIndexTables? TablesFor(CodeRows rows, int bits)
    {
        var tables = Volatile.Read(ref _tables).GetValueOrDefault(bits);
        if (tables is not null && (!tables.Fits(rows) || tables.Count > rows.Count)) tables = null;
        if (rows.Count >= RowsWorthTables && rows.Count - (tables?.Count ?? 0) > ShareAsRows * rows.Count) Want(bits);
        return tables;
    }

    /// <summary>Whether tables may leave a search to the scan: semantic hashing looks at addresses only.</summary>
    internal bool MayGiveUp => _method != SearchMethod.Address;

    private void Want(int bits)
    {
        if (_method == SearchMethod.Linear) return;
        lock (_writing)
        {
            if (!_wanted.Add(bits)) return;
            _building = _building.ContinueWith(_ => Build(bits), CancellationToken.None, TaskContinuationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    private void Build(int bits)
    {
        try
        {
            Prepare(bits);
        }
        finally
        {
            lock (_writing) _wanted.Remove(bits);
        }
    }
}
