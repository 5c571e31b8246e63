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

/// <summary>A picture to learn from.</summary>
/// <param name="Id">Its number in the library.</param>
/// <param name="Path">A file that holds it.</param>
/// <param name="Labels">What it is called, tags before names of folders; it counts as one of the first where only one counts.</param>
public sealed record LearnablePicture(long Id, string Path, IReadOnlyList<string> Labels);

/// <summary>Pictures, the files that hold them, and their thumbnails.</summary>
public sealed class PictureStore(LibraryDatabase database)
{
    private const string Facts = "p.id, p.hash, p.bytes, p.format, p.width, p.height, p.state, p.error, p.added";
    private const int ReadAtOnce = 10_000;
    private const string FactsAndFirstPath = Facts + ", (SELECT MIN(path) FROM paths WHERE picture_id = p.id) AS path";

    /// <summary>
    /// Writes what was read, before any code is known: a row a content, a path a file. Returns, in order, each file's picture
    /// and whether it has a code of this model already (another file with the same content came first).
    /// </summary>
    public IReadOnlyList<(long Id, bool HasCode)> Register(IReadOnlyList<ReadFile> files, long modelId) => database.Write(connection => files.Select(file =>
    {
        var header = file.Decoded?.Header;
        var id = connection.ExecuteScalar<long>(
            """
            INSERT INTO pictures (hash, bytes, format, width, height, state, error, added)
            VALUES (@Hash, @Bytes, @Format, @Width, @Height, @State, @Error, @Now)
            ON CONFLICT (hash) DO UPDATE SET
              format = excluded.format, width = excluded.width, height = excluded.height, error = excluded.error,
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
        AddPath(connection, id, file.Stamp);
        if (file.Decoded is not null)
            connection.Execute("INSERT OR REPLACE INTO thumbnails (picture_id, webp) VALUES (@id, @Thumbnail)", new { id, file.Decoded.Thumbnail });
        AddLabel(connection, id, file.Label);
        return (id, connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM codes WHERE model_id = @modelId AND picture_id = @id)", new { modelId, id }));
    }).ToList());

    /// <summary>Keeps another file, and its label, with the picture that its content is. Files of that picture that are gone are forgotten: it was moved.</summary>
    public void AddFile(string hash, FileStamp stamp, string? label) => database.Write(connection =>
    {
        if (connection.ExecuteScalar<long?>("SELECT id FROM pictures WHERE hash = @hash", new { hash }) is not { } id) return;
        AddPath(connection, id, stamp);
        AddLabel(connection, id, label);
        var gone = connection.Query<string>("SELECT path FROM paths WHERE picture_id = @id", new { id }).Where(path => !File.Exists(path)).ToList();
        foreach (var path in gone) connection.Execute("DELETE FROM paths WHERE path = @path", new { path });
        if (gone.Count > 0) DropLabels(connection, [id]);
    });

    /// <summary>The paths of those files that were read before, with this length and time, and whose picture has a code of this model.</summary>
    public IReadOnlySet<string> Unchanged(IReadOnlyCollection<FileStamp> stamps, long modelId)
    {
        using var connection = database.Open();
        return connection.Query<string>(
            // CROSS JOIN keeps this order. Left to choose, SQLite goes through all codes of the library, and for each through all stamps.
            """
            WITH stamps AS MATERIALIZED (
              SELECT value ->> 'Path' AS path, value ->> 'Bytes' AS bytes, value ->> 'Modified' AS modified FROM json_each(@stamps))
            SELECT f.path FROM stamps s
            CROSS JOIN paths f ON f.path = s.path AND f.bytes = s.bytes AND f.modified = s.modified
            CROSS JOIN codes c ON c.picture_id = f.picture_id AND c.model_id = @modelId
            """,
            new { stamps = JsonSerializer.Serialize(stamps), modelId }).ToHashSet();
    }

    /// <summary>Whether this content has a code of this model.</summary>
    public bool HasCode(string hash, long modelId)
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<bool>(
            "SELECT EXISTS (SELECT 1 FROM pictures p JOIN codes c ON c.picture_id = p.id AND c.model_id = @modelId WHERE p.hash = @hash)", new { hash, modelId });
    }

    /// <summary>The picture that a file holds, or null where the library does not know the file.</summary>
    public long? IdOf(string path)
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<long?>("SELECT picture_id FROM paths WHERE path = @path", new { path });
    }

    /// <summary>A picture with a file whose name begins so, capital letters of English or not: the shortest name, then the first path; null where there is none.</summary>
    public Picture? FindByName(string beginning)
    {
        using var connection = database.Open();
        var found = connection.ExecuteScalar<long?>(
            "SELECT picture_id FROM paths WHERE substr(path, length(folder) + 2) LIKE @pattern ESCAPE '!' ORDER BY length(path) - length(folder), path LIMIT 1",
            new { pattern = beginning.Replace("!", "!!").Replace("%", "!%").Replace("_", "!_") + "%" });
        return found is { } id ? Find(id) : null;
    }

    /// <summary>The pictures with a file at a path or below it.</summary>
    public IReadOnlyCollection<long> IdsBelow(string path)
    {
        using var connection = database.Open();
        return [.. connection.Query<long>("SELECT DISTINCT picture_id FROM paths WHERE path = @path OR substr(path, 1, length(@path) + 1) = @path || '/'", new { path = path.TrimEnd('/') })];
    }

    public Picture? Find(long id)
    {
        using var connection = database.Open();
        return connection.QuerySingleOrDefault<Row>($"SELECT {FactsAndFirstPath} FROM pictures p WHERE p.id = @id", new { id })?.ToPicture();
    }

    /// <summary>The pictures with these ids, in the order of the ids; one that is gone is left out.</summary>
    public IReadOnlyList<Picture> Find(IReadOnlyCollection<long> ids)
    {
        using var connection = database.Open();
        // Past SQLite's limit on parameters a list of numbers is passed as JSON.
        var found = connection.Query<Row>(
                $"SELECT {FactsAndFirstPath} FROM pictures p WHERE p.id IN (SELECT value FROM json_each(@ids))", new { ids = JsonSerializer.Serialize(ids) })
            .ToDictionary(row => row.Id, row => row.ToPicture());
        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }

    /// <summary>All pictures by path, one for each file; those of one folder, and with one label, where they are given.</summary>
    public IReadOnlyList<Picture> Page(string? folder, int offset, int limit, string? label = null)
    {
        using var connection = database.Open();
        // The index alone says which rows they are: what is passed over is not read.
        return [.. connection.Query<Row>(
            $"""
            SELECT {Facts}, f.path
            FROM (SELECT f.rowid AS file FROM paths f {Asked(folder, label)} ORDER BY f.folder, f.path LIMIT @limit OFFSET @offset)
            JOIN paths f ON f.rowid = file JOIN pictures p ON p.id = f.picture_id
            ORDER BY f.folder, f.path
            """,
            new { folder, label, offset, limit }).Select(row => row.ToPicture())];
    }

    /// <summary>How many files <see cref="Page"/> goes through.</summary>
    public int CountFiles(string? folder, string? label = null)
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<int>($"SELECT COUNT(*) FROM paths f {Asked(folder, label)}", new { folder, label });
    }

    public IReadOnlyList<PictureFolder> Folders()
    {
        using var connection = database.Open();
        return [.. connection.Query<(string Path, long Pictures)>("SELECT folder, COUNT(*) FROM paths GROUP BY folder ORDER BY folder")
            .Select(row => new PictureFolder(row.Path, (int)row.Pictures))];
    }

    /// <summary>All files that hold the picture, as they were when they were read.</summary>
    public IReadOnlyList<FileStamp> Files(long id)
    {
        using var connection = database.Open();
        return [.. connection.Query<FileStamp>("SELECT path, bytes, modified FROM paths WHERE picture_id = @id ORDER BY path", new { id })];
    }

    /// <summary>A WebP file, or null where there is no such picture or it could not be read.</summary>
    public byte[]? Thumbnail(long id)
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<byte[]?>("SELECT webp FROM thumbnails WHERE picture_id = @id", new { id });
    }

    /// <summary>Some pictures that can be found by codes of this model, spread evenly over their numbers, so that different folders are seen.</summary>
    public IReadOnlyList<Picture> Spread(long modelId, int count)
    {
        using var connection = database.Open();
        var (first, last) = connection.QuerySingle<(long?, long?)>("SELECT (SELECT MIN(picture_id) FROM codes WHERE model_id = @modelId), (SELECT MAX(picture_id) FROM codes WHERE model_id = @modelId)", new { modelId });
        if (first is not { } low || last is not { } high) return [];
        // Where pictures were deleted, the next one stands in; one step over all of them would take a second a million.
        var places = Enumerable.Range(0, count).Select(i => low + (long)((i + 0.5) * (high - low + 1) / count));
        return Find([.. places.Select(place => connection.ExecuteScalar<long?>(
            "SELECT picture_id FROM codes WHERE model_id = @modelId AND picture_id >= @place ORDER BY picture_id LIMIT 1", new { modelId, place })).OfType<long>().Distinct()]);
    }

    /// <summary>
    /// The pictures to learn from, in the order of their ids: of all that could be read, those with a file in one of
    /// <paramref name="folders"/> or below it, where some are given, and with one of <paramref name="labels"/>, where some are;
    /// then no other label of theirs counts.
    /// </summary>
    public IReadOnlyList<LearnablePicture> ForTraining(IReadOnlyCollection<string> folders, IReadOnlyCollection<string> labels)
    {
        using var connection = database.Open();
        return [.. connection.Query<(long Id, string Path, string Labels)>(
            """
            WITH called AS (
              SELECT picture_id, label, MIN(source = 'folder') AS of_folder FROM labels
              WHERE @anyLabel OR label IN (SELECT value FROM json_each(@labels)) GROUP BY picture_id, label)
            SELECT p.id, MIN(f.path), (SELECT json_group_array(label) FROM (SELECT label FROM called WHERE picture_id = p.id ORDER BY of_folder, label))
            FROM pictures p JOIN paths f ON f.picture_id = p.id
            WHERE p.state <> 'failed' AND (@anyLabel OR p.id IN (SELECT picture_id FROM called)) AND (@anyFolder OR EXISTS (
              SELECT 1 FROM json_each(@folders) WHERE f.folder = value OR substr(f.folder, 1, length(value) + 1) = value || '/'))
            GROUP BY p.id ORDER BY p.id
            """,
            new { anyFolder = folders.Count == 0, folders = JsonSerializer.Serialize(folders), anyLabel = labels.Count == 0, labels = JsonSerializer.Serialize(labels) })
            .Select(row => new LearnablePicture(row.Id, row.Path, JsonSerializer.Deserialize<List<string>>(row.Labels)!))];
    }

    /// <summary>How many pictures have a code of this model, how many are still to get one, and how many gave none.</summary>
    public PictureCounts Counts(long modelId)
    {
        using var connection = database.Open();
        var (all, failed, ready) = connection.QuerySingle<(long, long, long)>(
            """
            SELECT (SELECT COUNT(*) FROM pictures), (SELECT COUNT(*) FROM pictures WHERE state = 'failed'),
                   (SELECT COUNT(*) FROM codes WHERE model_id = @modelId)
            """,
            new { modelId });
        return new PictureCounts((int)ready, (int)(all - failed - ready), (int)failed);
    }

    /// <summary>
    /// A file of each picture that was read but has no code of this model: what a kill or a new model left to do. One that is there, if any is. A million of them are
    /// read some at a time; those that get their codes meanwhile may be among them or not.
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
                    FROM (SELECT id FROM pictures WHERE id > @last AND state <> 'failed' AND NOT EXISTS (SELECT 1 FROM codes c WHERE c.picture_id = pictures.id AND c.model_id = @modelId) ORDER BY id LIMIT @ReadAtOnce) p
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
    public IReadOnlyCollection<string> FilesBelow(IReadOnlyCollection<string> paths)
    {
        using var connection = database.Open();
        // '0' comes right after '/': the range of all that begins with the path and a slash, by the index.
        return [.. paths.SelectMany(path => connection.Query<string>(
            "SELECT path FROM paths WHERE path = @path UNION ALL SELECT path FROM paths WHERE path >= @path || '/' AND path < @path || '0'", new { path })).Distinct()];
    }

    /// <summary>Forgets files, and the pictures that are left without one.</summary>
    public void Forget(IReadOnlyCollection<string> files)
    {
        if (files.Count == 0) return;
        database.Write(connection =>
        {
            var gone = JsonSerializer.Serialize(files);
            var ids = connection.Query<long>("SELECT DISTINCT picture_id FROM paths WHERE path IN (SELECT value FROM json_each(@gone))", new { gone }).ToList();
            var held = JsonSerializer.Serialize(ids);
            connection.Execute("DELETE FROM paths WHERE path IN (SELECT value FROM json_each(@gone))", new { gone });
            connection.Execute("DELETE FROM pictures WHERE id IN (SELECT value FROM json_each(@held)) AND NOT EXISTS (SELECT 1 FROM paths WHERE picture_id = pictures.id)", new { held });
            DropLabels(connection, ids);
        });
    }

    /// <summary>Takes pictures out of the library, with everything known of them. Their files stay where they are.</summary>
    public int Delete(IReadOnlyCollection<long> ids) => database.Write(connection =>
        connection.Execute("DELETE FROM pictures WHERE id IN (SELECT value FROM json_each(@ids))", new { ids = JsonSerializer.Serialize(ids) }));

    /// <summary>Takes out the pictures whose only files lie in <paramref name="folder"/> or below it.</summary>
    public int DeleteFolder(string folder) => database.Write(connection =>
    {
        var below = folder.TrimEnd('/') + "/";
        var ids = connection.Query<long>("SELECT DISTINCT picture_id FROM paths WHERE substr(path, 1, length(@below)) = @below", new { below }).ToList();
        connection.Execute("DELETE FROM paths WHERE substr(path, 1, length(@below)) = @below", new { below });
        var deleted = connection.Execute("DELETE FROM pictures WHERE NOT EXISTS (SELECT 1 FROM paths WHERE picture_id = pictures.id)");
        DropLabels(connection, ids);
        return deleted;
    });

    /// <summary>Only what is asked for: a condition that is always true keeps SQLite from its indexes.</summary>
    private static string Asked(string? folder, string? label) => (folder, label) switch
    {
        (null, null) => "",
        (_, null) => "WHERE f.folder = @folder",
        (null, _) => "WHERE f.picture_id IN (SELECT picture_id FROM labels WHERE label = @label)",
        _ => "WHERE f.folder = @folder AND f.picture_id IN (SELECT picture_id FROM labels WHERE label = @label)",
    };

    private static void AddLabel(SqliteConnection connection, long id, string? label)
    {
        if (label is not null) connection.Execute("INSERT OR IGNORE INTO labels (picture_id, label, source) VALUES (@id, @label, 'folder')", new { id, label });
    }

    /// <summary>Takes the names of folders from pictures that no longer lie in a folder of that name.</summary>
    private static void DropLabels(SqliteConnection connection, IReadOnlyCollection<long> ids) => connection.Execute(
        $"DELETE FROM labels WHERE picture_id IN (SELECT value FROM json_each(@ids)) AND source = 'folder' AND NOT EXISTS (SELECT 1 FROM paths f WHERE f.picture_id = labels.picture_id AND {Names("label")})",
        new { ids = JsonSerializer.Serialize(ids) });

    /// <summary>Whether a file's folder, <c>f.folder</c>, has this name.</summary>
    private static string Names(string label) => $"(f.folder = {label} OR substr(f.folder, -length({label}) - 1) = '/' || {label})";

    /// <summary>A file belongs to one content; where its content changed, the new one takes over its folder's name, and a picture that is left without a file goes.</summary>
    private static void AddPath(SqliteConnection connection, long id, FileStamp stamp)
    {
        var before = connection.ExecuteScalar<long?>("SELECT picture_id FROM paths WHERE path = @Path", new { stamp.Path });
        connection.Execute(
            "INSERT OR REPLACE INTO paths (path, picture_id, folder, bytes, modified) VALUES (@Path, @id, @Folder, @Bytes, @Modified)",
            new { stamp.Path, id, Folder = System.IO.Path.GetDirectoryName(stamp.Path), stamp.Bytes, stamp.Modified });
        if (before is not { } earlier || earlier == id) return;
        connection.Execute(
            $"INSERT OR IGNORE INTO labels (picture_id, label, source) SELECT @id, l.label, 'folder' FROM labels l JOIN paths f ON f.path = @Path WHERE l.picture_id = @earlier AND l.source = 'folder' AND {Names("l.label")}",
            new { stamp.Path, id, earlier });
        connection.Execute("DELETE FROM pictures WHERE id = @earlier AND NOT EXISTS (SELECT 1 FROM paths WHERE picture_id = @earlier)", new { earlier });
        DropLabels(connection, [earlier]);
    }

    /// <summary>A row as SQLite gives it. Properties, not a constructor: where there is no row, SQLite knows no type for what is computed.</summary>
    private sealed class Row
    {
        public long Id { get; init; }

        public string Hash { get; init; } = "";

        public long Bytes { get; init; }

        public string? Format { get; init; }

        public long? Width { get; init; }

        public long? Height { get; init; }

        public string State { get; init; } = "";

        public string? Error { get; init; }

        public string Added { get; init; } = "";

        public string Path { get; init; } = "";

        public Picture ToPicture() => new(
            Id, Hash, Bytes, Format, (int?)Width, (int?)Height, Enum.Parse<PictureState>(State, ignoreCase: true), Error,
            DateTime.Parse(Added, null, System.Globalization.DateTimeStyles.RoundtripKind), Path);
    }
}
