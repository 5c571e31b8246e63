using System.Buffers.Binary;
using Dapper;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ImageCodes.Model.Storage;

/// <summary>A picture's code with what scripts need to know it by.</summary>
public sealed record ListedCode(long Id, string Path, string Hash, BinaryCode Code);

/// <summary>The codes of one model version, and the activations behind them.</summary>
public sealed class CodeStore(LibraryDatabase database)
{
    private const float LargestByte = 127;

    /// <summary>Writes codes and marks their pictures ready, in one transaction. A picture deleted meanwhile is passed over.</summary>
    /// <exception cref="InvalidOperationException">The library no longer knows the model.</exception>
    public void Add(long modelId, IReadOnlyCollection<KeyValuePair<long, PictureCode>> codes) => database.Write(connection =>
    {
        if (connection.ExecuteScalar<long?>("SELECT id FROM models WHERE id = @modelId", new { modelId }) is null)
            throw new InvalidOperationException($"The library has no model {modelId} any more, whose codes are being made: "
                + "it was removed meanwhile. Begin again with the model that is in use now.");
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

    /// <summary>
    /// The codes numbered above <paramref name="sequence"/> and up to <paramref name="end"/>, in the order of writing, and the
    /// number to go on from: that of the last of any model, where no more came than asked for.
    /// </summary>
    public (CodeBatch Codes, long Last) Since(long modelId, long sequence, int bits, int limit, long end = long.MaxValue)
    {
        using var connection = database.Open();
        end = Math.Min(end, connection.ExecuteScalar<long?>("SELECT MAX(sequence) FROM codes") ?? 0);
        using var command = connection.CreateCommand();
        // The plus keeps SQLite from looking by model first and sorting millions: what comes after a number lies together.
        command.CommandText = "SELECT sequence, picture_id, code FROM codes WHERE sequence > $sequence AND sequence <= $end "
            + "AND +model_id = $model ORDER BY sequence LIMIT $limit";
        command.Parameters.AddWithValue("$sequence", sequence);
        command.Parameters.AddWithValue("$end", end);
        command.Parameters.AddWithValue("$model", modelId);
        command.Parameters.AddWithValue("$limit", limit);
        var codes = new CodeBatch(bits);
        Span<ulong> words = stackalloc ulong[BinaryCode.WordsFor(bits)];
        // Straight from SQLite's own row, without an object for any of them: an index of millions begins with this.
        using var reader = command.ExecuteReader();
        var row = new NativeRow(reader.Handle!);
        var step = reader.Read() ? raw.SQLITE_ROW : raw.SQLITE_DONE;
        for (; step == raw.SQLITE_ROW; step = raw.sqlite3_step(reader.Handle))
        {
            sequence = row.Number(0);
            var code = row.Bytes(2);
            for (var word = 0; word < words.Length; word++) words[word] = BinaryPrimitives.ReadUInt64BigEndian(code[(8 * word)..]);
            codes.Add(row.Number(1), words);
        }

        if (step != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(step, connection.Handle);
        return (codes, codes.Count < limit ? Math.Max(sequence, end) : sequence);
    }

    /// <summary>The last number given to a code, of any model; 0 where there is none.</summary>
    public long LastCode() => database.Read(connection =>
        connection.ExecuteScalar<long?>("SELECT MAX(sequence) FROM codes") ?? 0);

    /// <summary>The last number given to a removal; 0 where there was none.</summary>
    public long LastRemoval() => database.Read(connection =>
        connection.ExecuteScalar<long?>("SELECT MAX(sequence) FROM removals") ?? 0);

    /// <summary>The pictures deleted after <paramref name="sequence"/>, in the order of deletion.</summary>
    public IReadOnlyList<(long Sequence, long PictureId)> RemovalsSince(long sequence) => database.Read<IReadOnlyList<(long Sequence, long PictureId)>>(connection =>
        [.. connection.Query<(long, long)>("SELECT sequence, picture_id FROM removals WHERE sequence > @sequence ORDER BY sequence", new { sequence })]);

    /// <summary>A picture's code, with its activations where they are kept; null where it has none of this model.</summary>
    public PictureCode? Find(long modelId, long pictureId)
    {
        using var connection = database.Open();
        var (code, activations) = connection.QuerySingleOrDefault<(byte[]?, byte[]?)>(
            """
            SELECT c.code, a.activations FROM codes c LEFT JOIN activations a ON a.model_id = c.model_id AND a.picture_id = c.picture_id
            WHERE c.model_id = @modelId AND c.picture_id = @pictureId
            """,
            new { modelId, pictureId });
        return code is null ? null : activations is null ? new PictureCode(BinaryCode.FromBytes(code)) : new PictureCode(Unpack(activations));
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
