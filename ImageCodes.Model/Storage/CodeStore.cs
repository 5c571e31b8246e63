using Dapper;
using ImageCodes.Model.Codes;

namespace ImageCodes.Model.Storage;

/// <summary>A stored code and where it stands in the order of writing.</summary>
public sealed record StoredCode(long Sequence, long PictureId, BinaryCode Code);

/// <summary>A picture's code with what scripts need to know it by.</summary>
public sealed record ListedCode(long Id, string Path, string Hash, BinaryCode Code);

/// <summary>The codes of one model version, and the activations behind them.</summary>
public sealed class CodeStore(LibraryDatabase database)
{
    private const float LargestByte = 127;

    /// <summary>Writes codes and marks their pictures ready, in one transaction. A picture deleted meanwhile is passed over.</summary>
    public void Add(long modelId, IReadOnlyCollection<KeyValuePair<long, PictureCode>> codes) => database.Write(connection =>
    {
        foreach (var (id, code) in codes)
        {
            var written = connection.Execute(
                "INSERT OR REPLACE INTO codes (model_id, picture_id, code) SELECT @modelId, id, @code FROM pictures WHERE id = @id",
                new { modelId, id, code = code.Code.ToBytes() });
            if (written == 0) continue;
            connection.Execute(
                "INSERT OR REPLACE INTO activations (model_id, picture_id, activations) VALUES (@modelId, @id, @activations)",
                new { modelId, id, activations = Pack(code.Activations) });
            connection.Execute("UPDATE pictures SET state = 'ready', error = NULL WHERE id = @id", new { id });
        }
    });

    /// <summary>The codes written after <paramref name="sequence"/>, in the order of writing.</summary>
    public IReadOnlyList<StoredCode> Since(long modelId, long sequence, int limit)
    {
        using var connection = database.Open();
        return [.. connection.Query<(long Sequence, long PictureId, byte[] Code)>(
                "SELECT sequence, picture_id, code FROM codes WHERE sequence > @sequence AND model_id = @modelId ORDER BY sequence LIMIT @limit",
                new { modelId, sequence, limit })
            .Select(row => new StoredCode(row.Sequence, row.PictureId, BinaryCode.FromBytes(row.Code)))];
    }

    /// <summary>The last number given to a removal; 0 where there was none.</summary>
    public long LastRemoval()
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<long?>("SELECT MAX(sequence) FROM removals") ?? 0;
    }

    /// <summary>The pictures deleted after <paramref name="sequence"/>, in the order of deletion.</summary>
    public IReadOnlyList<(long Sequence, long PictureId)> RemovalsSince(long sequence)
    {
        using var connection = database.Open();
        return [.. connection.Query<(long, long)>("SELECT sequence, picture_id FROM removals WHERE sequence > @sequence ORDER BY sequence", new { sequence })];
    }

    /// <summary>A picture's code with its activations, or null where it has none of this model.</summary>
    public PictureCode? Find(long modelId, long pictureId)
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<byte[]?>(
            "SELECT activations FROM activations WHERE model_id = @modelId AND picture_id = @pictureId", new { modelId, pictureId }) is { } activations
            ? new PictureCode(Unpack(activations))
            : null;
    }

    /// <summary>All codes of a model, by path.</summary>
    public IEnumerable<ListedCode> All(long modelId)
    {
        using var connection = database.Open();
        foreach (var row in connection.Query<(long Id, string Path, string Hash, byte[] Code)>(
            """
            SELECT p.id, MIN(f.path), p.hash, c.code FROM codes c JOIN pictures p ON p.id = c.picture_id JOIN paths f ON f.picture_id = p.id
            WHERE c.model_id = @modelId GROUP BY p.id ORDER BY MIN(f.path)
            """,
            new { modelId }, buffered: false))
        {
            yield return new ListedCode(row.Id, row.Path, row.Hash, BinaryCode.FromBytes(row.Code));
        }
    }

    /// <summary>One byte an activation. What is not 0 stays on its side of 0, so that the signs are still the code.</summary>
    private static byte[] Pack(ReadOnlySpan<float> activations)
    {
        var bytes = new byte[activations.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            var level = (int)MathF.Round(activations[i] * LargestByte);
            bytes[i] = unchecked((byte)(sbyte)(level == 0 ? activations[i] > 0 ? 1 : 0 : level));
        }

        return bytes;
    }

    private static float[] Unpack(byte[] bytes) => [.. bytes.Select(level => unchecked((sbyte)level) / LargestByte)];
}
