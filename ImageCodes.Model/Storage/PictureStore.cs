using System.Text.Json;
using Dapper;
using ImageCodes.Model.Files;

namespace ImageCodes.Model.Storage;

/// <summary>A picture to learn from.</summary>
/// <param name="Id">Its number in the library.</param>
/// <param name="Path">A file that holds it.</param>
/// <param name="Labels">What it is called, tags before names of folders; it counts as one of the first where only one counts.</param>
public sealed record LearnablePicture(long Id, string Path, IReadOnlyList<string> Labels);

/// <summary>Pictures and their thumbnails, as they are looked at. <see cref="FileStore"/> writes what imports bring.</summary>
public sealed class PictureStore(LibraryDatabase database)
{
    private const string Facts = "p.id, p.hash, p.bytes, p.format, p.width, p.height, p.state, p.error, p.added";
    private const string FactsAndFirstPath = Facts + ", (SELECT MIN(path) FROM paths WHERE picture_id = p.id) AS path";

    /// <summary>The picture that a file holds, or null where the library does not know the file.</summary>
    public long? IdOf(string path) => database.Read(connection =>
        connection.ExecuteScalar<long?>("SELECT picture_id FROM paths WHERE path = @path", new { path }));

    /// <summary>
    /// A picture with a file whose name begins so, capital letters of English or not: the shortest name, then the first path; null where
    /// there is none.
    /// </summary>
    public Picture? FindByName(string beginning)
    {
        using var connection = database.Open();
        var found = connection.ExecuteScalar<long?>(
            "SELECT picture_id FROM paths WHERE substr(path, length(folder) + 2) LIKE @pattern ESCAPE '!' ORDER BY length(path) - length(folder), path LIMIT 1",
            new { pattern = Literal(beginning) + "%" });
        return found is { } id ? Find(id) : null;
    }

    /// <summary>The pictures with a file at a full path or below it.</summary>
    public IReadOnlyCollection<long> IdsBelow(string path) => database.Read<IReadOnlyCollection<long>>(connection =>
        [.. connection.Query<long>($"SELECT DISTINCT picture_id FROM paths WHERE {FileStore.AtOrBelow}", new { path = FolderPath.Of(path) })]);

    public Picture? Find(long id) => database.Read(connection =>
        connection.QuerySingleOrDefault<Row>($"SELECT {FactsAndFirstPath} FROM pictures p WHERE p.id = @id", new { id })?.ToPicture());

    /// <summary>The pictures with these ids, in the order of the ids; one that is gone is left out.</summary>
    public IReadOnlyList<Picture> Find(IReadOnlyCollection<long> ids)
    {
        using var connection = database.Open();
        // Past SQLite's limit on parameters a list of numbers is passed as JSON.
        var found = connection.Query<Row>(
                $"SELECT {FactsAndFirstPath} FROM pictures p WHERE p.id IN (SELECT value FROM json_each(@ids))",
                new { ids = JsonSerializer.Serialize(ids) })
            .ToDictionary(row => row.Id, row => row.ToPicture());
        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }

    /// <summary>Pictures, one for each file that is asked for.</summary>
    public IReadOnlyList<Picture> Page(FileFilter filter, int offset, int limit, FileOrder order = FileOrder.Path)
    {
        using var connection = database.Open();
        // The index alone says which rows they are: what is passed over is not read.
        return [.. connection.Query<Row>(
            $"""
            SELECT {Facts}, f.path
            FROM (SELECT f.rowid AS file FROM paths f {Asked(filter)} ORDER BY {By(order)} LIMIT @limit OFFSET @offset)
            JOIN paths f ON f.rowid = file JOIN pictures p ON p.id = f.picture_id
            ORDER BY {By(order)}
            """,
            Values(filter, new { offset, limit })).Select(row => row.ToPicture())];
    }

    /// <summary>How many files <see cref="Page"/> goes through.</summary>
    public int CountFiles(FileFilter filter) => database.Read(connection =>
        connection.ExecuteScalar<int>($"SELECT COUNT(*) FROM paths f {Asked(filter)}", Values(filter)));

    /// <summary>How many files hold some pictures.</summary>
    public int CountFilesOf(IReadOnlyCollection<long> ids) => database.Read(connection =>
        connection.ExecuteScalar<int>(
            "SELECT COUNT(*) FROM paths WHERE picture_id IN (SELECT value FROM json_each(@ids))", new { ids = JsonSerializer.Serialize(ids) }));

    /// <summary>Those of some pictures that the library still has.</summary>
    public IReadOnlyCollection<long> StillThere(IReadOnlyCollection<long> ids) => database.Read<IReadOnlyCollection<long>>(connection =>
        [.. connection.Query<long>("SELECT id FROM pictures WHERE id IN (SELECT value FROM json_each(@ids))", new { ids = JsonSerializer.Serialize(ids) })]);

    /// <summary>The pictures of all files that <see cref="Page"/> goes through.</summary>
    public IReadOnlyCollection<long> Ids(FileFilter filter) => database.Read(connection =>
        connection.Query<long>($"SELECT f.picture_id FROM paths f {Asked(filter)}", Values(filter)).ToHashSet());

    /// <summary>The pictures of the files that <see cref="Page"/> goes through from one file to another, whichever comes first.</summary>
    public IReadOnlyCollection<long> Between(string path, string otherPath, FileFilter filter, FileOrder order)
    {
        using var connection = database.Open();
        var ends = connection.Query<(string Folder, string Path, long Picture)>("SELECT folder, path, picture_id FROM paths "
            + "WHERE path IN (@path, @otherPath) ORDER BY folder, path", new { path, otherPath }).ToList();
        if (ends.Count == 0) return [];   // both are gone
        var (first, last) = (ends[0], ends[^1]);
        var between = order == FileOrder.Path ? "(f.folder, f.path) BETWEEN (@firstFolder, "
            + "@firstPath) AND (@lastFolder, @lastPath)" : "f.picture_id BETWEEN @least AND @most";
        return connection.Query<long>($"SELECT f.picture_id FROM (SELECT * FROM paths f {Asked(filter)}) f WHERE {between}", Values(filter, new
        {
            firstFolder = first.Folder,
            firstPath = first.Path,
            lastFolder = last.Folder,
            lastPath = last.Path,
            least = Math.Min(first.Picture, last.Picture),
            most = Math.Max(first.Picture, last.Picture),
        })).ToHashSet();
    }

    public IReadOnlyList<PictureFolder> Folders() => database.Read<IReadOnlyList<PictureFolder>>(connection =>
        [.. connection.Query<(string Path, long Pictures)>("SELECT folder, COUNT(*) FROM paths GROUP BY folder ORDER BY folder")
            .Select(row => new PictureFolder(row.Path, (int)row.Pictures))]);

    /// <summary>All files that hold the picture, as they were when they were read.</summary>
    public IReadOnlyList<FileStamp> Files(long id) => database.Read<IReadOnlyList<FileStamp>>(connection =>
        [.. connection.Query<FileStamp>("SELECT path, bytes, modified FROM paths WHERE picture_id = @id ORDER BY path", new { id })]);

    /// <summary>
    /// A JPEG file (WebP, where an earlier version made it), or null where there is no such picture or it could not be read.
    /// </summary>
    public byte[]? Thumbnail(long id) => database.Read(connection =>
        connection.ExecuteScalar<byte[]?>("SELECT file FROM thumbnails WHERE picture_id = @id", new { id }));

    /// <summary>
    /// Some pictures that can be found by codes of this model, spread evenly over their numbers, so that different folders are seen.
    /// </summary>
    public IReadOnlyList<Picture> Spread(long modelId, int count)
    {
        using var connection = database.Open();
        var (first, last) = connection.QuerySingle<(long?, long?)>("SELECT (SELECT MIN(picture_id) FROM codes "
            + "WHERE model_id = @modelId), (SELECT MAX(picture_id) FROM codes WHERE model_id = @modelId)", new { modelId });
        if (first is not { } low || last is not { } high) return [];
        // Where pictures were deleted, the next one stands in; one step over all of them would take a second a million.
        var places = Enumerable.Range(0, count).Select(i => low + (long)((i + 0.5) * (high - low + 1) / count));
        return Find([.. places.Select(place => connection.ExecuteScalar<long?>(
            "SELECT picture_id FROM codes WHERE model_id = @modelId AND picture_id >= @place "
                + "ORDER BY picture_id LIMIT 1", new { modelId, place })).OfType<long>().Distinct()]);
    }

    /// <summary>
    /// The pictures to learn from, in the order of their ids: of all that could be read, those with a file in one of
    /// <paramref name="folders"/> or below it, where some are given, and with one of <paramref name="labels"/>, where some are;
    /// then no other label of theirs counts.
    /// </summary>
    public IReadOnlyList<LearnablePicture> ForTraining(IReadOnlyCollection<string> folders, IReadOnlyCollection<string> labels) => database.Read<IReadOnlyList<LearnablePicture>>(connection =>
        [.. connection.Query<(long Id, string Path, string Labels)>(
            """
            WITH called AS (
              SELECT picture_id, label, MIN(source = 'folder') AS of_folder FROM labels
              WHERE @anyLabel OR label IN (SELECT value FROM json_each(@labels)) GROUP BY picture_id, label)
            SELECT p.id, MIN(f.path), (SELECT json_group_array(label) FROM (SELECT label FROM called WHERE picture_id = p.id ORDER BY of_folder, label))
            FROM pictures p JOIN paths f ON f.picture_id = p.id
            WHERE p.state <> 'failed' AND (@anyLabel OR p.id IN (SELECT picture_id FROM called)) AND (@anyFolder OR EXISTS (
              SELECT 1 FROM json_each(@folders) WHERE f.folder = value OR substr(f.folder, 1, length(rtrim(value, '/')) + 1) = rtrim(value, '/') || '/'))
            GROUP BY p.id ORDER BY p.id
            """,
            new
            {
                anyFolder = folders.Count == 0,
                folders = JsonSerializer.Serialize(folders.Select(FolderPath.Of)),
                anyLabel = labels.Count == 0,
                labels = JsonSerializer.Serialize(labels),
            })
            .Select(row => new LearnablePicture(row.Id, row.Path, JsonSerializer.Deserialize<List<string>>(row.Labels)!))]);

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

    /// <summary>Takes pictures out of the library, with everything known of them. Their files stay where they are.</summary>
    public int Delete(IReadOnlyCollection<long> ids) => database.WriteInParts(ids, (connection, some) =>
        connection.Execute("DELETE FROM pictures WHERE id IN (SELECT value FROM json_each(@some))", new { some }));

    /// <summary>Only what is asked for: a condition that is always true keeps SQLite from its indexes.</summary>
    private static string Asked(FileFilter filter)
    {
        List<string> conditions = [];
        if (filter.Folder is not null) conditions.Add("f.folder = @folder");
        if (filter.Label is not null) conditions.Add("f.picture_id IN (SELECT picture_id FROM labels WHERE label = @label)");
        if (filter.Name is not null) conditions.Add("substr(f.path, length(f.folder) + 2) LIKE @name ESCAPE '!'");
        return conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
    }

    private static DynamicParameters Values(FileFilter filter, object? more = null)
    {
        var values = new DynamicParameters(more);
        values.AddDynamicParams(new { folder = filter.Folder, label = filter.Label, name = filter.Name is { } name ? $"%{Literal(name)}%" : null });
        return values;
    }

    /// <summary>As an index has it: the number of a file's row stands in each.</summary>
    private static string By(FileOrder order) => order == FileOrder.Path ? "f.folder, f.path" : "f.picture_id DESC, f.rowid DESC";

    /// <summary>A text in which LIKE finds nothing but its letters; '!' is the escape.</summary>
    private static string Literal(string text) => text.Replace("!", "!!").Replace("%", "!%").Replace("_", "!_");

    /// <summary>
    /// A row as SQLite gives it. Properties, not a constructor: where there is no row, SQLite knows no type for what is computed.
    /// </summary>
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
            LibraryDatabase.Time(Added), Path);
    }
}
