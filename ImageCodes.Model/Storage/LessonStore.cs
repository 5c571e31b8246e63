using System.Text.Json;
using Dapper;

namespace ImageCodes.Model.Storage;

/// <summary>
/// Remembers which pictures trainings learned from and which they held out: later trainings begin with models that know what was learned,
/// so that it tests none of them. A picture that was held out may be learned later, and no other way round.
/// </summary>
public sealed class LessonStore(LibraryDatabase database)
{
    /// <summary>Whether pictures were held out, by their ids; those that no training took in are missing.</summary>
    public IReadOnlyDictionary<long, bool> HeldOut(IReadOnlyCollection<long> pictureIds) => database.Read(connection =>
        connection.Query<(long Id, bool HeldOut)>(
            "SELECT p.id, l.held_out FROM lessons l JOIN pictures p USING (hash) WHERE p.id IN (SELECT value "
                + "FROM json_each(@ids))", new { ids = JsonSerializer.Serialize(pictureIds) })
            .ToDictionary(row => row.Id, row => row.HeldOut));

    /// <summary>All pictures of the library that were learned from.</summary>
    public IReadOnlyList<long> Learned() => database.Read<IReadOnlyList<long>>(connection =>
        [.. connection.Query<long>("SELECT p.id FROM lessons l JOIN pictures p USING (hash) WHERE l.held_out = 0 ORDER BY p.id")]);

    /// <summary>Keeps what pictures of the library are for.</summary>
    public void Keep(IReadOnlyCollection<long> pictureIds, bool heldOut) => database.WriteInParts(pictureIds, (connection, some) => connection.Execute(
        """
        INSERT INTO lessons (hash, held_out) SELECT hash, @heldOut FROM pictures WHERE id IN (SELECT value FROM json_each(@some))
        ON CONFLICT (hash) DO UPDATE SET held_out = min(held_out, excluded.held_out)
        """,
        new { some, heldOut }));
}
