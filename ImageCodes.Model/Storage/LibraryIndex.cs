using ImageCodes.Model.Search;

namespace ImageCodes.Model.Storage;

/// <summary>
/// The codes of one model in memory, searchable. It follows the database: what this or another process wrote since the last
/// look is taken in by <see cref="CatchUp"/>.
/// </summary>
public sealed class LibraryIndex
{
    private const int RowsAtOnce = 50_000;

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
        _lastRemoval = codes.LastRemoval();
        CatchUp();
    }

    /// <summary>What is searched.</summary>
    public CodeIndex Index => _index;

    /// <summary>Takes in what was written since the last look.</summary>
    public void CatchUp()
    {
        lock (_following)
        {
            for (var more = true; more;)
            {
                var added = _codes.Since(_modelId, _lastCode, RowsAtOnce);
                _index.Add(new CodeBatch(_index.Bits, added.Select(row => KeyValuePair.Create(row.PictureId, row.Code))));
                if (added.Count > 0) _lastCode = added[^1].Sequence;
                more = added.Count == RowsAtOnce;
            }

            var removed = _codes.RemovalsSince(_lastRemoval);
            if (removed.Count == 0) return;
            _index.Remove([.. removed.Select(row => row.PictureId)]);
            _lastRemoval = removed[^1].Sequence;
        }
    }
}
