using System.Diagnostics;
using ImageCodes.Model.Search;

namespace ImageCodes.Model.Storage;

/// <summary>
/// The codes of one model in memory, searchable. It follows the database: what this or another process wrote since the last
/// look is taken in by <see cref="CatchUp"/>.
/// </summary>
public sealed class LibraryIndex
{
    private const int RowsAtOnce = 200_000;
    private const int PartsACore = 16;   // codes of other models, which are passed over quickly, may lie together
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);   // what an import writes is taken in within some

    private readonly CodeStore _codes;
    private readonly long _modelId;
    private readonly CodeIndex _index;
    private readonly Lock _following = new();
    private long _lastCode;
    private long _lastRemoval;

    /// <summary>Loads all codes of the model.</summary>
    public LibraryIndex(CodeStore codes, long modelId, CodeIndex index)
    {
        (_codes, _modelId, _index) = (codes, modelId, index);
        // What was removed before the codes are read is not among them.
        var begun = Stopwatch.GetTimestamp();
        _lastRemoval = codes.LastRemoval();
        Load();
        CatchUp();
        _index.Arrange();   // an import that decodes on all cores writes codes a little out of their pictures' order
        LoadSeconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    /// <summary>How long it took to take in what the database held at first.</summary>
    public double LoadSeconds { get; }

    /// <summary>What is searched.</summary>
    public CodeIndex Index => _index;

    /// <summary>Reads what is there on all cores: a library of millions is searchable the sooner.</summary>
    private void Load()
    {
        var last = _codes.LastCode();
        if (last <= RowsAtOnce) return;
        var parts = new List<CodeBatch>[PartsACore * Environment.ProcessorCount];
        Parallel.For(0, parts.Length, part => parts[part] = [.. Read(last * part / parts.Length, last * (part + 1) / parts.Length)]);
        for (var part = 0; part < parts.Length; part++)
        {
            foreach (var batch in parts[part]) _index.Add(batch);
            parts[part].Clear();   // in memory once
        }

        _lastCode = last;
    }

    private IEnumerable<CodeBatch> Read(long after, long end)
    {
        for (var more = true; more;)
        {
            (var batch, after) = _codes.Since(_modelId, after, _index.Bits, RowsAtOnce, end);
            more = batch.Count == RowsAtOnce;
            yield return batch;
        }
    }

    /// <summary>All codes there are at this moment; while someone takes in very many that are new, those that were there before.</summary>
    public CodeSnapshot Newest()
    {
        if (_following.TryEnter(LongestWait))
        {
            try
            {
                Follow();
            }
            finally
            {
                _following.Exit();
            }
        }

        return _index.Snapshot();
    }

    /// <summary>Takes in what was written since the last look.</summary>
    public void CatchUp()
    {
        lock (_following) Follow();
    }

    private void Follow()
    {
        for (var more = true; more;)
        {
            var (added, last) = _codes.Since(_modelId, _lastCode, _index.Bits, RowsAtOnce);
            _index.Add(added);
            (_lastCode, more) = (last, added.Count == RowsAtOnce);
        }

        var removed = _codes.RemovalsSince(_lastRemoval);
        if (removed.Count == 0) return;
        _index.Remove([.. removed.Select(row => row.PictureId)]);
        _lastRemoval = removed[^1].Sequence;
    }
}
