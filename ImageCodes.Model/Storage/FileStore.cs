using System.Text.Json;
using Dapper;
using ImageCodes.Model.Imaging;
using Microsoft.Data.Sqlite;

namespace ImageCodes.Model.Storage;

/// <summary>A file read for the library: its content's hash, and what decoding it gave.</summary>
/// <param name="Stamp">Where it is, and how it will be known again.</param>
/// <param name="Hash">SHA-256 of its bytes, hexadecimal.</param>
/// <param name="Label">The name of its folder, or null.</param>
/// <param name="Decoded">Null where it gives no picture.</param>
/// <param name="Error">A sentence, where it gives no picture.</param>
public sealed record ReadFile(FileStamp Stamp, string Hash, string? Label, DecodedPicture? Decoded, string? Error);

/// <summary>
/// The files of the library: what an import reads and what it no longer finds. A picture is there as long as one of its files is.
/// </summary>
public sealed class FileStore(LibraryDatabase database)
{
    /// <summary>
    /// Files at a path or below it. '0' comes right after '/': the range of all that begins with the path and a slash, by the index. The
    /// root folder is a slash itself.
    /// </summary>
    internal const string AtOrBelow = "(path = @path OR path >= rtrim(@path, '/') || '/' AND path < rtrim(@path, '/') || '0')";

    private const int ReadAtOnce = 10_000;
    private const string FilelessOf = "(begun = @Begun OR begun < @DayAgo)";

    /// <summary>
    /// Writes what was read, before any code is known: a row a content, a path a file. Returns, in order, each file's picture
    /// whether it has a code of this model already (another file with the same content came first), and whether the library had it before.
    /// A picture that was decoded before stays what it is where it cannot be decoded now.
    /// </summary>
    /// <param name="files">What was read.</param>
    /// <param name="modelId">The model whose codes are asked for.</param>
    /// <param name="onlyKnown">
    /// Whether a file that is no longer part of the library is passed over, which null stands for in the answer: it may have been deleted
    /// since it was listed.
    /// </param>
    /// <param name="begun">
    /// When the reading began, UTC: what the library had before it is known, and what came with it is new. Default: now.
    /// </param>
    public IReadOnlyList<(long Id, bool HasCode, bool IsKnown)?> Register(
        IReadOnlyList<ReadFile> files, long modelId, bool onlyKnown = false, DateTime? begun = null) => database.Write(connection => files.Select<ReadFile, (long, bool, bool)?>(file =>
    {
        var since = begun ?? DateTime.UtcNow;
        if (onlyKnown && !IsKnown(connection, file.Stamp.Path)) return null;
        var header = file.Decoded?.Header;
        var isKnown = IsOlder(connection, file.Hash, since);
        var id = connection.ExecuteScalar<long>(
            """
            INSERT INTO pictures (hash, bytes, format, width, height, state, error, added)
            VALUES (@Hash, @Bytes, @Format, @Width, @Height, @State, @Error, @Now)
            ON CONFLICT (hash) DO UPDATE SET
              format = COALESCE(excluded.format, format), width = COALESCE(excluded.width, width), height = COALESCE(excluded.height, height),
              error = CASE WHEN state = 'ready' THEN NULL ELSE excluded.error END,
              state = CASE WHEN state = 'ready' THEN state ELSE excluded.state END
            RETURNING id
            """,
            new
            {
                file.Hash,
                file.Stamp.Bytes,
                Format = header?.Format.ToString(),
                header?.Width,
                header?.Height,
                State = file.Decoded is null ? "failed" : "pending",
                file.Error,
                LibraryDatabase.Now,
            });
        AddPath(connection, id, file.Stamp, isKnown, since);
        if (file.Decoded is not null)
            connection.Execute("INSERT OR REPLACE INTO thumbnails (picture_id, file) VALUES (@id, @Thumbnail)", new { id, file.Decoded.Thumbnail });
        AddLabel(connection, id, file.Label);
        return (id, connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM codes WHERE model_id = @modelId AND picture_id = @id)", new { modelId, id }), isKnown);
    }).ToList());

    /// <summary>Keeps another file, and its label, with the picture that its content is; returns whether there is that picture.</summary>
    /// <param name="hash">Of its content.</param>
    /// <param name="stamp">The file.</param>
    /// <param name="label">The name of its folder, or null.</param>
    /// <param name="onlyKnown">Whether a file that is no longer part of the library is passed over; the answer is the same.</param>
    /// <param name="begun">As of <see cref="Register"/>.</param>
    public bool Add(string hash, FileStamp stamp, string? label, bool onlyKnown = false, DateTime? begun = null) => database.Write(connection =>
    {
        if (onlyKnown && !IsKnown(connection, stamp.Path)) return true;
        if (connection.ExecuteScalar<long?>("SELECT id FROM pictures WHERE hash = @hash", new { hash }) is not { } id) return false;
        var since = begun ?? DateTime.UtcNow;
        AddPath(connection, id, stamp, IsOlder(connection, hash, since), since);
        AddLabel(connection, id, label);
        return true;
    });

    /// <summary>Those of the files of this content that the library has known longest.</summary>
    public IReadOnlyCollection<string> Of(string hash, int most) => database.Read<IReadOnlyCollection<string>>(connection =>
        [.. connection.Query<string>("SELECT f.path FROM pictures p JOIN paths f ON f.picture_id = p.id WHERE p.hash = @hash ORDER BY f.rowid LIMIT @most", new { hash, most })]);

    /// <summary>
    /// The paths of those files that were read before, with this length and time, and whose picture has a code of this model.
    /// </summary>
    /// <param name="stamps">Of files as they are now.</param>
    /// <param name="modelId">The model.</param>
    /// <param name="orFailed">Whether those count, too, that gave no picture.</param>
    public IReadOnlySet<string> Unchanged(IReadOnlyCollection<FileStamp> stamps, long modelId, bool orFailed = false) => database.Read(connection =>
        connection.Query<string>(
            // CROSS JOIN keeps this order. Left to choose, SQLite goes through all codes of the library, and for each through all stamps.
            """
            WITH stamps AS MATERIALIZED (
              SELECT value ->> 'Path' AS path, value ->> 'Bytes' AS bytes, value ->> 'Modified' AS modified FROM json_each(@stamps))
            SELECT f.path FROM stamps s
            CROSS JOIN paths f ON f.path = s.path AND f.bytes = s.bytes AND f.modified = s.modified
            WHERE EXISTS (SELECT 1 FROM codes c WHERE c.picture_id = f.picture_id AND c.model_id = @modelId)
            OR @orFailed AND EXISTS (SELECT 1 FROM pictures p WHERE p.id = f.picture_id AND p.state = 'failed')
            """,
            new { stamps = JsonSerializer.Serialize(stamps), modelId, orFailed }).ToHashSet());

    /// <summary>Keeps the names of folders with files that are known; a folder that was imported alone gave its files none.</summary>
    public void AddLabels(IReadOnlyCollection<(string Path, string Label)> named)
    {
        var files = JsonSerializer.Serialize(named.Select(file => new { file.Path, file.Label }));
        const string Missing =
            """
            FROM json_each(@files) n CROSS JOIN paths f ON f.path = n.value ->> 'Path'
            WHERE NOT EXISTS (SELECT 1 FROM labels l WHERE l.picture_id = f.picture_id AND l.label = n.value ->> 'Label' AND l.source = 'folder')
            """;
        using (var connection = database.Open())
        {
            // Nearly always; nobody waits to write then.
            if (!connection.ExecuteScalar<bool>($"SELECT EXISTS (SELECT 1 {Missing})", new { files })) return;
        }

        database.Write(connection => connection.Execute("INSERT OR IGNORE INTO labels (picture_id, label, source) "
            + $"SELECT f.picture_id, n.value ->> 'Label', 'folder' {Missing}", new { files }));
    }

    /// <summary>Whether this content has a code of this model.</summary>
    public bool HasCode(string hash, long modelId) => database.Read(connection =>
        connection.ExecuteScalar<bool>(
            "SELECT EXISTS (SELECT 1 FROM pictures p JOIN codes c ON c.picture_id = p.id AND c.model_id = @modelId WHERE p.hash = @hash)", new { hash, modelId }));

    /// <summary>
    /// A file of each picture that was read but has no code of this model: what a kill or a new model left to do. One that is there, if any
    /// is. A million of them are read some at a time; those that get their codes meanwhile may be among them or not.
    /// </summary>
    public IEnumerable<string> WithoutCode(long modelId)
    {
        for (var last = 0L; ;)
        {
            List<(long Id, string Path)> some;
            using (var connection = database.Open())
            {
                some = [.. connection.Query<(long, string)>(
                    """
                    SELECT p.id, f.path
                    FROM (
                      SELECT id FROM pictures WHERE id > @last AND state <> 'failed'
                      AND NOT EXISTS (SELECT 1 FROM codes c WHERE c.picture_id = pictures.id AND c.model_id = @modelId) ORDER BY id LIMIT @ReadAtOnce) p
                    JOIN paths f ON f.picture_id = p.id
                    ORDER BY p.id, f.path
                    """,
                    new { last, modelId, ReadAtOnce })];
            }

            if (some.Count == 0) yield break;
            foreach (var paths in some.GroupBy(row => row.Id, row => row.Path)) yield return paths.FirstOrDefault(File.Exists) ?? paths.First();
            last = some[^1].Id;
        }
    }

    /// <summary>The files at or below these paths, as the library knows them.</summary>
    public IReadOnlyCollection<string> Below(IReadOnlyCollection<string> paths) => database.Read<IReadOnlyCollection<string>>(connection =>
        [.. paths.SelectMany(path => connection.Query<string>($"SELECT path FROM paths WHERE {AtOrBelow}", new { path })).Distinct()]);

    /// <summary>Forgets files, and the pictures that are left without one; returns how many those were.</summary>
    public int Forget(IReadOnlyCollection<string> files) => database.WriteInParts(files, (connection, gone) =>
    {
        var ids = connection.Query<long>("SELECT DISTINCT picture_id FROM paths WHERE path IN (SELECT value FROM json_each(@gone))", new { gone }).ToList();
        var held = JsonSerializer.Serialize(ids);
        connection.Execute("DELETE FROM paths WHERE path IN (SELECT value FROM json_each(@gone))", new { gone });
        var left = connection.Execute("DELETE FROM pictures WHERE id IN (SELECT value FROM json_each(@held)) AND NOT EXISTS (SELECT 1 "
            + "FROM paths WHERE picture_id = pictures.id)", new { held });
        DropLabels(connection, ids);
        return left;
    });

    /// <summary>Whether there are pictures whose own file is looked for since another picture took its place.</summary>
    /// <param name="begun">
    /// When the import began that met them, UTC. What others left behind that did not come to their end counts after a day.
    /// </param>
    public bool HasFileless(DateTime begun) => database.Read(connection =>
        connection.ExecuteScalar<bool>($"SELECT EXISTS (SELECT 1 FROM fileless WHERE {FilelessOf})", Since(begun)));

    /// <summary>Forgets the pictures whose own file was not found since another picture took its place.</summary>
    /// <param name="begun">As of <see cref="HasFileless"/>.</param>
    public void ForgetFileless(DateTime begun)
    {
        if (!HasFileless(begun)) return;   // nearly always; nobody waits to write then
        database.Write(connection =>
        {
            connection.Execute(
                $"""
                DELETE FROM pictures WHERE id IN (SELECT picture_id FROM fileless WHERE {FilelessOf}) AND NOT EXISTS (SELECT 1 FROM paths WHERE picture_id = pictures.id);
                DELETE FROM fileless WHERE {FilelessOf};
                """,
                Since(begun));
        });
    }

    /// <summary>Keeps what an import did, in place of the one before.</summary>
    /// <param name="report">JSON.</param>
    public void KeepLastImport(string report) => database.Write(connection =>
        connection.Execute(
            "INSERT INTO last_import (only, report) VALUES (1, @report) ON CONFLICT (only) DO UPDATE SET report = excluded.report", new { report }));

    /// <summary>What <see cref="KeepLastImport"/> kept; null where nothing was.</summary>
    public string? LastImport() => database.Read(connection =>
        connection.QuerySingleOrDefault<string>("SELECT report FROM last_import"));

    private static bool IsOlder(SqliteConnection connection, string hash, DateTime begun) => connection.ExecuteScalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM pictures WHERE hash = @hash AND added < @Begun)", new { hash, Begun = LibraryDatabase.Text(begun) });

    private static object Since(DateTime begun) =>
        new { Begun = LibraryDatabase.Text(begun), DayAgo = LibraryDatabase.Text(DateTime.UtcNow - TimeSpan.FromDays(1)) };

    private static bool IsKnown(SqliteConnection connection, string path) =>
        connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM paths WHERE path = @path)", new { path });

    private static void AddLabel(SqliteConnection connection, long id, string? label)
    {
        if (label is not null)
            connection.Execute("INSERT OR IGNORE INTO labels (picture_id, label, source) VALUES (@id, @label, 'folder')", new { id, label });
    }

    /// <summary>Takes the names of folders from pictures that no longer lie in a folder of that name.</summary>
    private static void DropLabels(SqliteConnection connection, IReadOnlyCollection<long> ids) => connection.Execute(
        "DELETE FROM labels WHERE picture_id IN (SELECT value FROM json_each(@ids)) AND source = 'folder' AND NOT EXISTS (SELECT 1 "
            + $"FROM paths f WHERE f.picture_id = labels.picture_id AND {Names("label")})",
        new { ids = JsonSerializer.Serialize(ids) });

    /// <summary>Whether a file's folder, <c>f.folder</c>, has this name.</summary>
    private static string Names(string label) => $"(f.folder = {label} OR substr(f.folder, -length({label}) - 1) = '/' || {label})";

    /// <summary>
    /// A file belongs to one content. Where its content changed, the new one takes over its folder's name; and where the earlier one is
    /// left without a file, also what people said of it, since programs write into pictures that they turn or describe. Where the library
    /// had the new content before, files changed places: then the earlier one's own file is looked for first.
    /// </summary>
    private static void AddPath(SqliteConnection connection, long id, FileStamp stamp, bool isKnown, DateTime begun)
    {
        connection.Execute("DELETE FROM fileless WHERE picture_id = @id", new { id });
        var before = connection.ExecuteScalar<long?>("SELECT picture_id FROM paths WHERE path = @Path", new { stamp.Path });
        connection.Execute(
            "INSERT OR REPLACE INTO paths (path, picture_id, folder, bytes, modified) VALUES (@Path, @id, @Folder, @Bytes, @Modified)",
            new { stamp.Path, id, Folder = System.IO.Path.GetDirectoryName(stamp.Path), stamp.Bytes, stamp.Modified });
        if (before is not { } earlier || earlier == id) return;
        connection.Execute(
            "INSERT OR IGNORE INTO labels (picture_id, label, source) SELECT @id, l.label, 'folder' FROM labels l JOIN paths f "
                + $"ON f.path = @Path WHERE l.picture_id = @earlier AND l.source = 'folder' AND {Names("l.label")}",
            new { stamp.Path, id, earlier });
        if (connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM paths WHERE picture_id = @earlier)", new { earlier }))
        {
            DropLabels(connection, [earlier]);
            return;
        }

        if (isKnown)
        {
            DropLabels(connection, [earlier]);
            connection.Execute(
                "INSERT OR REPLACE INTO fileless (picture_id, begun) VALUES (@earlier, @Begun)",
                new { earlier, Begun = LibraryDatabase.Text(begun) });
            return;
        }

        TakeOver(connection, earlier, id);
        connection.Execute("DELETE FROM pictures WHERE id = @earlier", new { earlier });
    }

    /// <summary>
    /// Tags, verdicts, and what trainings did with the earlier content; where both contents have been judged beside a third picture, that
    /// counts which was said of the new one.
    /// </summary>
    private static void TakeOver(SqliteConnection connection, long earlier, long id) => connection.Execute(
        """
        INSERT OR IGNORE INTO labels (picture_id, label, source) SELECT @id, label, source FROM labels WHERE picture_id = @earlier AND source = 'tag';
        INSERT OR IGNORE INTO verdicts (first_id, second_id, alike, given)
          SELECT min(@id, other), max(@id, other), alike, given
          FROM (SELECT iif(first_id = @earlier, second_id, first_id) AS other, alike, given FROM verdicts WHERE @earlier IN (first_id, second_id))
          WHERE other <> @id;
        INSERT INTO lessons (hash, held_out)
          SELECT n.hash, l.held_out FROM pictures e JOIN lessons l USING (hash) JOIN pictures n ON n.id = @id WHERE e.id = @earlier
          ON CONFLICT (hash) DO UPDATE SET held_out = min(held_out, excluded.held_out);
        """,
        new { earlier, id });
}
