using ImageCodes.Model.Codes;
using ImageCodes.Model.Storage;
using Microsoft.Data.Sqlite;

namespace ImageCodes.Model.Benchmarks;

/// <summary>Fills a library with rows that have codes and no files, to see how it does with millions of pictures.</summary>
/// <param name="database">An empty library.</param>
public sealed class FilledLibrary(LibraryDatabase database)
{
    private const int RowsAtOnce = 100_000;
    private const int PicturesAFolder = 1_000;

    /// <param name="modelId">Whose codes they are.</param>
    /// <param name="codes">Of its length.</param>
    /// <param name="count">How many pictures.</param>
    /// <param name="progress">Told how many there are.</param>
    /// <param name="cancel">Stops between transactions.</param>
    /// <exception cref="InvalidOperationException">The library holds pictures.</exception>
    public void Fill(long modelId, CodeSource codes, int count, IProgress<int>? progress = null, CancellationToken cancel = default)
    {
        using (var connection = database.Open())
        {
            using var any = connection.CreateCommand();
            any.CommandText = "SELECT EXISTS (SELECT 1 FROM pictures)";
            if (any.ExecuteScalar() is 1L)
                throw new InvalidOperationException($"The library in '{database.Folder}' holds pictures. Fill one of its own: --data-dir.");
        }

        for (var first = 0; first < count; first += RowsAtOnce)
        {
            cancel.ThrowIfCancellationRequested();
            database.Write(connection => Write(connection, modelId, codes, first, Math.Min(count, first + RowsAtOnce)));
            progress?.Report(Math.Min(count, first + RowsAtOnce));
        }
    }

    private static void Write(SqliteConnection connection, long modelId, CodeSource codes, int first, int end)
    {
        var added = LibraryDatabase.Now;
        using var picture = Insert(connection, "INSERT INTO pictures (hash, bytes, format, width, height, state, added) "
            + "VALUES ($hash, 100000, 'Jpeg', 640, 480, 'ready', $added) RETURNING id", "$hash", "$added");
        using var path = Insert(connection, "INSERT INTO paths (path, picture_id, folder, bytes, modified) "
            + "VALUES ($path, $id, $folder, 100000, 0)", "$path", "$id", "$folder");
        using var code = Insert(connection, "INSERT INTO codes (model_id, picture_id, code) VALUES ($model, $id, $code)", "$model", "$id", "$code");
        using var label = Insert(connection, "INSERT INTO labels (picture_id, label, source) VALUES ($id, $label, 'folder')", "$id", "$label");
        var words = new ulong[BinaryCode.WordsFor(codes.Bits)];
        for (var number = first; number < end; number++)
        {
            picture.Parameters["$hash"].Value = $"{number:x64}";
            picture.Parameters["$added"].Value = added;
            var id = (long)picture.ExecuteScalar()!;
            var name = $"{number / PicturesAFolder:000000}";
            var folder = $"/filled/{name}";
            path.Parameters["$path"].Value = $"{folder}/{number:00000000}.jpg";
            path.Parameters["$id"].Value = label.Parameters["$id"].Value = code.Parameters["$id"].Value = id;
            path.Parameters["$folder"].Value = folder;
            path.ExecuteNonQuery();
            label.Parameters["$label"].Value = name;
            label.ExecuteNonQuery();
            codes.Draw(words);
            code.Parameters["$model"].Value = modelId;
            code.Parameters["$code"].Value = BinaryCode.FromWords(codes.Bits, words).ToBytes();
            code.ExecuteNonQuery();
        }
    }

    private static SqliteCommand Insert(SqliteConnection connection, string sql, params IEnumerable<string> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        command.Prepare();
        return command;
    }
}
