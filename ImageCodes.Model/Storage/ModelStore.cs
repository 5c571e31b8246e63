using System.Text.Json;
using Dapper;
using ImageCodes.Model.Networks;

namespace ImageCodes.Model.Storage;

/// <summary>The model versions that this library has codes of.</summary>
public sealed class ModelStore(LibraryDatabase database)
{
    /// <summary>The number of the model's version in this library, which becomes known if it was not.</summary>
    public long Register(PictureEncoder encoder) => database.Write(connection =>
    {
        connection.Execute(
            "INSERT INTO models (version, bits, file, card, added) VALUES (@Version, @Bits, @Path, @card, @Now) ON CONFLICT (version) DO UPDATE SET file = excluded.file",
            new { encoder.Version, encoder.Bits, encoder.Path, card = JsonSerializer.Serialize(encoder.Card, JsonSerializerOptions.Web), LibraryDatabase.Now });
        return connection.ExecuteScalar<long>("SELECT id FROM models WHERE version = @Version", new { encoder.Version });
    });
}
