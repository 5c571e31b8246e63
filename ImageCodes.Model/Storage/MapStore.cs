using Dapper;
using ImageCodes.Model.Mapping;
using Microsoft.Data.Sqlite;

namespace ImageCodes.Model.Storage;

/// <summary>The map of a model's codes.</summary>
/// <param name="Layout">Another one each time that the map is laid out anew.</param>
/// <param name="Made">When it was laid out, UTC.</param>
/// <param name="Codes">How many codes the library had by then.</param>
/// <param name="Points">By rising id.</param>
public sealed record StoredMap(long Layout, DateTime Made, int Codes, IReadOnlyList<MapPoint> Points)
{
    /// <summary>What tells whether it is still the one that is stored.</summary>
    public MapStamp Stamp => new(Layout, Points.Count, Points.Sum(point => point.Id));
}

/// <summary>What a map is told by from another, and from itself with points added or gone. All 0 where there is none.</summary>
/// <param name="Layout">Another one each time that it is laid out anew.</param>
/// <param name="Points">How many.</param>
/// <param name="Sum">Of their ids.</param>
public readonly record struct MapStamp(long Layout, int Points, long Sum);

/// <summary>Where pictures lie on the maps of the models' codes. A deleted picture is gone from them.</summary>
public sealed class MapStore(LibraryDatabase database)
{
    /// <summary>Keeps a map in place of the one before.</summary>
    /// <param name="modelId">The model's.</param>
    /// <param name="points">Where pictures lie.</param>
    /// <param name="codes">How many codes the library has.</param>
    public void Replace(long modelId, IEnumerable<MapPoint> points, int codes) => database.Write(connection =>
    {
        connection.Execute(
            "INSERT INTO maps (model_id, layout, made, codes) VALUES (@modelId, 1, @Now, @codes) ON CONFLICT (model_id) DO UPDATE "
                + "SET layout = layout + 1, made = excluded.made, codes = excluded.codes",
            new { modelId, LibraryDatabase.Now, codes });
        connection.Execute("DELETE FROM map_points WHERE model_id = @modelId", new { modelId });
        Insert(connection, modelId, points);
    });

    /// <summary>Adds points to a map, whose layout stays.</summary>
    /// <exception cref="InvalidOperationException">There is no map of this model.</exception>
    public void Add(long modelId, IEnumerable<MapPoint> points) => database.Write(connection =>
    {
        if (connection.ExecuteScalar<int>("SELECT COUNT(*) FROM maps WHERE model_id = @modelId", new { modelId }) == 0)
            throw new InvalidOperationException("The model has no map to add to: lay it out first.");
        Insert(connection, modelId, points);
    });

    /// <summary>What the stored map of a model's codes is told by.</summary>
    public MapStamp Stamp(long modelId)
    {
        using var connection = database.Open();
        var (layout, points, sum) = connection.QuerySingle<(long, long, long)>(
            "SELECT COALESCE((SELECT layout FROM maps WHERE model_id = @modelId), 0), COUNT(*), COALESCE(SUM(picture_id), 0) "
                + "FROM map_points WHERE model_id = @modelId", new { modelId });
        return new MapStamp(layout, (int)points, sum);
    }

    /// <summary>The map of a model's codes; null where none was laid out.</summary>
    public StoredMap? Find(long modelId)
    {
        using var connection = database.Open();
        // Both in one transaction: a map that is replaced meanwhile is not half of each.
        using var transaction = connection.BeginTransaction(deferred: true);
        var (layout, made, codes) = connection.QuerySingleOrDefault<(long, string?, long)>("SELECT layout, made, codes FROM maps "
            + "WHERE model_id = @modelId", new { modelId });
        if (made is null) return null;
        var points = connection.Query<(long Id, double X, double Y)>("SELECT picture_id, x, y FROM map_points WHERE model_id = @modelId "
            + "ORDER BY picture_id", new { modelId });
        return new StoredMap(
            layout, LibraryDatabase.Time(made), (int)codes, [.. points.Select(point => new MapPoint(point.Id, (float)point.X, (float)point.Y))]);
    }

    /// <summary>The first 16 hexadecimal digits of each picture's content hash, by id.</summary>
    public IReadOnlyDictionary<long, string> Hashes(long modelId) =>
        OfEach(modelId, "(SELECT substr(hash, 1, 16) FROM pictures WHERE id = picture_id)");

    /// <summary>One label of each picture that has any, by id: a tag before the name of a folder.</summary>
    public IReadOnlyDictionary<long, string> Labels(long modelId) =>
        OfEach(modelId, "(SELECT label FROM labels l WHERE l.picture_id = m.picture_id ORDER BY source = 'folder', label LIMIT 1)");

    /// <summary>The folder of a file of each picture, by id.</summary>
    public IReadOnlyDictionary<long, string> Folders(long modelId) =>
        OfEach(modelId, "(SELECT MIN(folder) FROM paths f WHERE f.picture_id = m.picture_id)");

    private Dictionary<long, string> OfEach(long modelId, string what) => database.Read(connection =>
        connection.Query<(long Id, string? Value)>($"SELECT m.picture_id, {what} FROM map_points m WHERE m.model_id = @modelId", new { modelId })
            .Where(row => row.Value is not null).ToDictionary(row => row.Id, row => row.Value!));

    /// <summary>A picture deleted meanwhile is passed over.</summary>
    private static void Insert(SqliteConnection connection, long modelId, IEnumerable<MapPoint> points)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT OR REPLACE INTO map_points (model_id, picture_id, x, y) SELECT $model, id, $x, $y FROM pictures WHERE id = $id";
        command.Parameters.AddWithValue("$model", modelId);
        var (id, x, y) = (command.Parameters.Add("$id", SqliteType.Integer), command.Parameters.Add("$x", SqliteType.Real), command.Parameters.Add("$y", SqliteType.Real));
        foreach (var point in points)
        {
            (id.Value, x.Value, y.Value) = (point.Id, point.X, point.Y);
            command.ExecuteNonQuery();
        }
    }
}
