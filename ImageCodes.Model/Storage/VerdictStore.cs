using System.Text.Json;
using Dapper;

namespace ImageCodes.Model.Storage;

/// <summary>Someone saw two pictures of the library and said whether they are alike.</summary>
public sealed record Verdict(long FirstId, long SecondId, bool Alike);

/// <summary>Verdicts on pairs of pictures, in no order: the last one given on a pair counts.</summary>
public sealed class VerdictStore(LibraryDatabase database)
{
    /// <summary>Keeps a verdict in place of an earlier one.</summary>
    /// <exception cref="ArgumentException">The two are one picture, or one of them is not in the library.</exception>
    public void Give(Verdict verdict)
    {
        if (verdict.FirstId == verdict.SecondId) throw new ArgumentException($"A verdict is on two pictures; got {verdict.FirstId} twice.");
        var (first, second) = Ordered(verdict.FirstId, verdict.SecondId);
        var given = database.Write(connection => connection.Execute(
            """
            INSERT INTO verdicts (first_id, second_id, alike, given)
            SELECT @first, @second, @Alike, @Now WHERE (SELECT COUNT(*) FROM pictures WHERE id IN (@first, @second)) = 2
            ON CONFLICT (first_id, second_id) DO UPDATE SET alike = excluded.alike, given = excluded.given
            """,
            new { first, second, verdict.Alike, LibraryDatabase.Now }));
        if (given == 0) throw new ArgumentException($"The library does not hold both pictures {first} and {second}.");
    }

    /// <summary>Takes back the verdict on two pictures, if there is one.</summary>
    public bool TakeBack(long firstId, long secondId)
    {
        var (first, second) = Ordered(firstId, secondId);
        return database.Write(connection => connection.Execute("DELETE FROM verdicts WHERE first_id = @first AND second_id = @second", new { first, second })) == 1;
    }

    /// <summary>What was said of a picture and others, by the others' ids.</summary>
    public IReadOnlyDictionary<long, bool> Of(long pictureId) => database.Read(connection =>
        connection.Query<(long Other, bool Alike)>(
            "SELECT second_id, alike FROM verdicts WHERE first_id = @pictureId UNION ALL SELECT first_id, alike FROM verdicts "
                + "WHERE second_id = @pictureId", new { pictureId })
            .ToDictionary(row => row.Other, row => row.Alike));

    /// <summary>Those whose pictures are both among the given ones.</summary>
    public IReadOnlyList<Verdict> Among(IReadOnlyCollection<long> pictureIds) => database.Read<IReadOnlyList<Verdict>>(connection =>
        [.. connection.Query<(long First, long Second, bool Alike)>(
            """
            WITH chosen AS (SELECT value FROM json_each(@ids))
            SELECT first_id, second_id, alike FROM verdicts
            WHERE first_id IN (SELECT value FROM chosen) AND second_id IN (SELECT value FROM chosen) ORDER BY first_id, second_id
            """,
            new { ids = JsonSerializer.Serialize(pictureIds) }).Select(row => new Verdict(row.First, row.Second, row.Alike))]);

    /// <summary>The last given first.</summary>
    public IReadOnlyList<Verdict> Newest(int limit) => database.Read<IReadOnlyList<Verdict>>(connection =>
        [.. connection.Query<(long First, long Second, bool Alike)>("SELECT first_id, second_id, alike FROM verdicts "
            + "ORDER BY given DESC, first_id, second_id LIMIT @limit", new { limit })
            .Select(row => new Verdict(row.First, row.Second, row.Alike))]);

    public int Count() => database.Read(connection =>
        connection.ExecuteScalar<int>("SELECT COUNT(*) FROM verdicts"));

    private static (long First, long Second) Ordered(long a, long b) => a < b ? (a, b) : (b, a);
}
