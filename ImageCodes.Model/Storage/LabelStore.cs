using System.Text.Json;
using Dapper;

namespace ImageCodes.Model.Storage;

/// <summary>What a picture is called.</summary>
/// <param name="Label">The word.</param>
/// <param name="IsTag">Whether someone set it; otherwise it is the name of a folder.</param>
public sealed record PictureLabel(string Label, bool IsTag);

/// <summary>A label of the library.</summary>
/// <param name="Label">The word.</param>
/// <param name="Pictures">How many pictures have it.</param>
/// <param name="IsTag">Whether someone set it on one of them.</param>
public sealed record KnownLabel(string Label, int Pictures, bool IsTag);

/// <summary>What people call pictures: the names of their folders, and tags. Pictures of one label are neighbours to a training.</summary>
public sealed class LabelStore(LibraryDatabase database)
{
    private const int LongestTag = 60;
    private const int MostOffered = 50;

    /// <summary>The tag as it is kept: without white space around it.</summary>
    /// <exception cref="ArgumentException">It is empty, too long, or holds control characters.</exception>
    public static string Clean(string tag)
    {
        var clean = tag.Trim();
        return clean.Length is > 0 and <= LongestTag && !clean.Any(char.IsControl)
            ? clean
            : throw new ArgumentException($"A tag has 1 to {LongestTag} letters, all of one line; got '{clean}'.");
    }

    /// <summary>A picture's labels: tags first, then names of folders.</summary>
    public IReadOnlyList<PictureLabel> Of(long pictureId) => database.Read<IReadOnlyList<PictureLabel>>(connection =>
        [.. connection.Query<(string Label, bool IsTag)>(
            "SELECT label, MAX(source = 'tag') FROM labels WHERE picture_id = @pictureId GROUP BY label ORDER BY 2 DESC, label", new { pictureId })
            .Select(row => new PictureLabel(row.Label, row.IsTag))]);

    /// <summary>The labels of some pictures, by the pictures' numbers; those without any are left out.</summary>
    public IReadOnlyDictionary<long, IReadOnlyCollection<string>> Of(IReadOnlyCollection<long> pictureIds) => database.Read(connection =>
        connection.Query<(long Id, string Label)>(
            "SELECT picture_id, label FROM labels WHERE picture_id IN (SELECT value FROM json_each(@ids))",
            new { ids = JsonSerializer.Serialize(pictureIds) })
            .GroupBy(row => row.Id, row => row.Label).ToDictionary(group => group.Key, group => (IReadOnlyCollection<string>)[.. group]));

    /// <summary>The pictures with a label.</summary>
    public IReadOnlySet<long> PicturesOf(string label) => database.Read(connection =>
        connection.Query<long>("SELECT picture_id FROM labels WHERE label = @label", new { label }).ToHashSet());

    /// <summary>
    /// Labels to choose from while someone types, by name: all where they are few, else the first of those that begin so.
    /// </summary>
    public IReadOnlyList<string> Offered(string typed)
    {
        using var connection = database.Open();
        // From each name straight to the next in the index: rows by the million have few names.
        List<string> Beginning(string start, int limit) => [.. connection.Query<string>(
            """
            WITH RECURSIVE names (name) AS (
              SELECT MIN(label) FROM labels WHERE label >= @start
              UNION ALL SELECT (SELECT MIN(label) FROM labels WHERE label > name) FROM names WHERE substr(name, 1, length(@start)) = @start)
            SELECT name FROM names WHERE substr(name, 1, length(@start)) = @start LIMIT @limit
            """,
            new { start, limit })];

        var first = Beginning("", MostOffered + 1);
        return first.Count <= MostOffered ? first : Beginning(typed.Trim(), MostOffered);
    }

    /// <summary>A label that differs from one in capital letters of A to Z alone; null where there is none.</summary>
    public string? FindOtherwise(string label) => database.Read(connection => connection.QueryFirstOrDefault<string>(
        "SELECT label FROM labels WHERE label = @label COLLATE NOCASE AND label <> @label LIMIT 1", new { label }));

    /// <summary>All labels by name, with how many pictures have each.</summary>
    public IReadOnlyList<KnownLabel> All() => database.Read<IReadOnlyList<KnownLabel>>(connection =>
        [.. connection.Query<(string Label, long Pictures, bool IsTag)>("SELECT label, COUNT(DISTINCT picture_id), MAX(source = 'tag') "
            + "FROM labels GROUP BY label ORDER BY label")
            .Select(row => new KnownLabel(row.Label, (int)row.Pictures, row.IsTag))]);

    /// <summary>
    /// Those of the labels that someone set, by name, with how many pictures have each, be it as a tag or as the name of their folder.
    /// </summary>
    public IReadOnlyList<KnownLabel> Tags() => database.Read<IReadOnlyList<KnownLabel>>(connection =>
        [.. connection.Query<(string Label, long Pictures)>(
            "SELECT tag, (SELECT COUNT(DISTINCT picture_id) FROM labels WHERE label = tag) FROM (SELECT DISTINCT label AS tag "
                + "FROM labels WHERE source = 'tag') ORDER BY tag")
            .Select(row => new KnownLabel(row.Label, (int)row.Pictures, IsTag: true))]);

    /// <summary>Sets a tag on pictures; one that has it already keeps it.</summary>
    /// <returns>How many pictures have it now that had not.</returns>
    public int Tag(IReadOnlyCollection<long> pictureIds, string tag)
    {
        var label = Clean(tag);
        return database.WriteInParts(pictureIds, (connection, some) => connection.Execute(
            "INSERT OR IGNORE INTO labels (picture_id, label, source) SELECT id, @label, 'tag' FROM pictures WHERE id IN (SELECT value "
                + "FROM json_each(@some))", new { label, some }));
    }

    /// <summary>Takes a tag from pictures. The name of a folder stays.</summary>
    /// <returns>How many pictures had it.</returns>
    public int Untag(IReadOnlyCollection<long> pictureIds, string tag)
    {
        var label = Clean(tag);
        return database.WriteInParts(pictureIds, (connection, some) => connection.Execute(
            "DELETE FROM labels WHERE label = @label AND source = 'tag' AND picture_id IN (SELECT value FROM json_each(@some))", new { label, some }));
    }
}
