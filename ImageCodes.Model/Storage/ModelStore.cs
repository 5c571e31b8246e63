using System.Text.Json;
using Dapper;
using ImageCodes.Model.Files;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using Microsoft.Data.Sqlite;

namespace ImageCodes.Model.Storage;

/// <summary>A model version that the library knows.</summary>
/// <param name="Id">Its number in this library.</param>
/// <param name="Version">Name, checksum, and how pictures are decoded for it.</param>
/// <param name="Bits">Length of its codes.</param>
/// <param name="Path">Its file.</param>
/// <param name="Card">What the file says of itself.</param>
/// <param name="Codes">Pictures of the library that have a code of it.</param>
/// <param name="IsSuperseded">Whether its file makes another version since.</param>
public sealed record KnownModel(long Id, string Version, int Bits, string Path, ModelCard Card, int Codes, bool IsSuperseded = false)
{
    /// <summary>Whether its file is still there, and still makes this version.</summary>
    public bool IsUsable => Refuse() is null;

    /// <summary>Why it cannot be used, as a sentence; null where it can.</summary>
    public string? Refuse() =>
        IsSuperseded ? $"The file of {Version}, '{Path}', makes another version now."
        : !File.Exists(Path) ? $"The file of {Version}, '{Path}', is gone: add it again."
        : null;
}

/// <summary>The model versions of this library: the program's own, and files below its data directory.</summary>
public sealed class ModelStore(LibraryDatabase database)
{
    private const string LastChoice = "SELECT model_id FROM model_uses ORDER BY sequence DESC LIMIT 1";

    private const string Columns =
        """
        SELECT m.id, m.version, m.bits, m.file, m.card,
          (SELECT COUNT(*) FROM codes c WHERE c.model_id = m.id) AS codes,
          EXISTS (SELECT 1 FROM models n WHERE n.file = m.file AND (n.added, n.id) > (m.added, m.id)) AS isSuperseded
        FROM models m
        """;

    private string Folder => Path.Combine(database.Folder, LibraryFolders.Models);

    /// <summary>
    /// The number of the model's version in this library, which becomes known if it was not. Where the library has its own copy of the
    /// file, that stays its file, whichever other one was loaded now.
    /// </summary>
    /// <exception cref="InvalidDataException">The model is for pictures of another size than libraries decode.</exception>
    public long Register(PictureEncoder encoder) => database.Write(connection =>
    {
        RefuseOtherSize(encoder);
        var known = connection.QuerySingleOrDefault<Row>($"{Columns} WHERE m.version = @Version", new { encoder.Version })?.ToModel();
        var number = known?.Id ?? connection.ExecuteScalar<long>("INSERT INTO model_numbers DEFAULT VALUES RETURNING id");
        // A file that made another version before makes this one now, which is known by its row.
        var madeAnother = connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM models WHERE file = @Path "
            + "AND version <> @Version)", new { encoder.Path, encoder.Version });
        var file = known is { IsUsable: true } && IsOwn(known.Path) && !madeAnother ? known.Path : encoder.Path;
        connection.Execute(
            // A version that its file makes again, after it made another, is as if it were added now.
            """
            INSERT INTO models (id, version, bits, file, card, added) VALUES (@number, @Version, @Bits, @file, @card, @Now)
            ON CONFLICT (version) DO UPDATE SET file = excluded.file, added = excluded.added
            WHERE file <> excluded.file OR EXISTS (SELECT 1 FROM models n WHERE n.file = excluded.file AND n.added > models.added)
            """,
            new { number, encoder.Version, encoder.Bits, file, card = JsonSerializer.Serialize(encoder.Card, JsonSerializerOptions.Web), LibraryDatabase.Now });
        // A file that was chosen stays chosen where its version changes: with how pictures are decoded, or where it was written anew.
        connection.Execute("UPDATE model_uses SET model_id = @number WHERE model_id IN (SELECT id FROM models WHERE file = @Path "
            + "AND id <> @number)", new { number, encoder.Path });
        return number;
    });

    /// <summary>
    /// Copies a model file into the library and makes its version known. One that the library has a copy of already stays as it is.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is not a model of this program.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public KnownModel Import(string path)
    {
        using var outside = PictureEncoder.Load(path);
        RefuseOtherSize(outside);
        if (All().FirstOrDefault(model => model.Version == outside.Version) is { IsUsable: true } known && IsOwn(known.Path)) return known;
        Directory.CreateDirectory(Folder);
        var own = Path.Combine(Folder, $"{SafeName(outside.Version)}.safetensors");
        using (var his = File.OpenRead(path)) WholeFile.Write(own, his.CopyTo, onDisk: true);   // whoever made it may delete his
        using var inside = PictureEncoder.Load(own);
        return Find(Register(inside))!;
    }

    /// <summary>All versions, the newest first.</summary>
    public IReadOnlyList<KnownModel> All() => database.Read<IReadOnlyList<KnownModel>>(connection =>
        [.. connection.Query<Row>($"{Columns} ORDER BY m.id DESC").Select(row => row.ToModel())]);

    public KnownModel? Find(long id) => database.Read(connection =>
        connection.QuerySingleOrDefault<Row>($"{Columns} WHERE m.id = @id", new { id })?.ToModel());

    /// <summary>Whether the library knows a model of this number.</summary>
    public bool IsKnown(long id) => database.Read(connection =>
        connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM models WHERE id = @id)", new { id }));

    /// <summary>Why the model of this number cannot be used, as a sentence; null where it can.</summary>
    public string? Refuse(long id) => Find(id) is { } model ? model.Refuse() : $"The library has no model {id}.";

    /// <summary>The model that was last chosen; null where none was, and the program's own is used.</summary>
    public KnownModel? Chosen() => database.Read(connection =>
        connection.QuerySingleOrDefault<Row>($"{Columns} WHERE m.id = ({LastChoice})")?.ToModel());

    /// <summary>Its number alone, at no cost.</summary>
    public long? ChosenId() => database.Read(connection =>
        connection.QuerySingleOrDefault<long?>(LastChoice));

    /// <summary>
    /// Chooses a model; <see cref="Unchoose"/> goes back. Returns whether another one was chosen before: the same once more is no choice.
    /// </summary>
    public bool Choose(long id) => database.Write(connection => connection.Execute(
        $"INSERT INTO model_uses (model_id, begun) SELECT @id, @Now WHERE @id IS NOT ({LastChoice})", new { id, LibraryDatabase.Now }) == 1);

    /// <summary>Goes back to the model before the last choice; returns whether there was a choice.</summary>
    public bool Unchoose() => database.Write(connection => connection.Execute(
        // A model removed between two choices of one other leaves both; they are one choice.
        $"DELETE FROM model_uses WHERE sequence > (SELECT IFNULL(MAX(sequence), -1) FROM model_uses WHERE model_id <> ({LastChoice}))") > 0);

    /// <summary>
    /// Forgets a version and its codes, and deletes its file where that is the library's own copy and no other version's too.
    /// </summary>
    public void Remove(long id)
    {
        if (Find(id) is not { } model) return;
        while (database.Write(connection => RemoveSomeCodes(connection, id)) > 0) continue;
        database.Write(connection => { connection.Execute("DELETE FROM models WHERE id = @id", new { id }); });
        if (IsOwn(model.Path) && All().All(other => other.Path != model.Path)) File.Delete(model.Path);
    }

    private bool IsOwn(string file) => Path.GetDirectoryName(file) == Folder;

    private static int RemoveSomeCodes(SqliteConnection connection, long id)
    {
        const string Some = "WHERE model_id = @id AND picture_id IN (SELECT picture_id FROM codes WHERE model_id = @id ORDER BY picture_id LIMIT @most)";
        var which = new { id, most = LibraryDatabase.ChangedAtOnce };
        connection.Execute($"DELETE FROM activations {Some}", which);
        return connection.Execute($"DELETE FROM codes {Some}", which);
    }

    private static void RefuseOtherSize(PictureEncoder encoder)
    {
        if (encoder.Card.Network.Side != PictureDecoder.InputSize)
            throw new InvalidDataException(
                $"'{encoder.Path}' is a model for {encoder.Card.Network.Side} x {encoder.Card.Network.Side} pixels; "
                    + $"a library's pictures are seen as {PictureDecoder.InputSize} x {PictureDecoder.InputSize}.");
    }

    /// <summary>A model's name comes from its file, which anyone may have made.</summary>
    private static string SafeName(string version) =>
        string.Concat(version.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' ? letter : '_')).TrimStart('.');

    /// <summary>A row as SQLite gives it. A computed column has no type of its own while there is no row, so it is set by name.</summary>
    private sealed class Row
    {
        public long Id { get; init; }

        public string Version { get; init; } = "";

        public int Bits { get; init; }

        public string File { get; init; } = "";

        public string Card { get; init; } = "";

        public int Codes { get; init; }

        public bool IsSuperseded { get; init; }

        public KnownModel ToModel() =>
            new(Id, Version, Bits, File, JsonSerializer.Deserialize<ModelCard>(Card, JsonSerializerOptions.Web)!, Codes, IsSuperseded);
    }
}
