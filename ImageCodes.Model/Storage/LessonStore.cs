using System.Text.Json;
using Dapper;

namespace ImageCodes.Model.Storage;

/// <summary>
/// Remembers for each picture whether the first training that took it in learned from it or held it out: later trainings begin
/// from models that may know what was learned.
/// </summary>
public sealed class LessonStore(LibraryDatabase database)
{
    /// <summary>Whether pictures were held out, by their ids; those that no training took in are missing.</summary>
    public IReadOnlyDictionary<long, bool> HeldOut(IReadOnlyCollection<long> pictureIds)
    {
        using var connection = database.Open();
        return connection.Query<(long Id, bool HeldOut)>(
            "SELECT picture_id, held_out FROM lessons WHERE picture_id IN (SELECT value FROM json_each(@ids))", new { ids = JsonSerializer.Serialize(pictureIds) })
            .ToDictionary(row => row.Id, row => row.HeldOut);
    }

    /// <summary>Keeps what pictures are for, where that is not known yet.</summary>
    public void Keep(IReadOnlyCollection<long> pictureIds, bool heldOut) => database.WriteInParts(pictureIds, (connection, some) => connection.Execute(
        "INSERT OR IGNORE INTO lessons (picture_id, held_out) SELECT id, @heldOut FROM pictures WHERE id IN (SELECT value FROM json_each(@some))", new { some, heldOut }));
}
