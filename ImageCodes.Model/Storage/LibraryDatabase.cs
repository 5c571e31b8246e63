using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Dapper;
using ImageCodes.Model.Files;
using Microsoft.Data.Sqlite;

namespace ImageCodes.Model.Storage;

/// <summary>
/// The SQLite file of one library. Write-ahead logging: readers and one writer do not wait for each other, and a process
/// killed at any moment leaves the last finished transaction.
/// </summary>
public sealed class LibraryDatabase
{
    internal const string FileName = "library.db";

    /// <summary>So many rows, with all that hangs on them, are changed in one transaction: who else writes waits for no more.</summary>
    internal const int ChangedAtOnce = 1_000;

    private readonly string _connectionString;

    /// <summary>Opens or creates the library in <paramref name="folder"/> and brings its schema up to date.</summary>
    /// <exception cref="InvalidOperationException">
    /// The library cannot be opened or written, or was made by a newer version of the program.
    /// </exception>
    public LibraryDatabase(string folder)
    {
        Folder = FolderPath.Real(folder);
        if (File.Exists(Folder)) throw new InvalidOperationException($"The data directory '{Folder}' is a file.");
        Directory.CreateDirectory(Folder);
        var connection = new SqliteConnectionStringBuilder { DataSource = Path.Combine(Folder, FileName), ForeignKeys = true, DefaultTimeout = 60 };
        try
        {
            using (var first = new SqliteConnection(connection.ToString()))
            {
                first.Open();
                first.Execute("PRAGMA journal_mode = WAL");   // kept in the file
            }

            connection.Mode = SqliteOpenMode.ReadWrite;   // a library that goes away under the program is not made anew, empty
            _connectionString = connection.ToString();
            Write(script =>
            {
                BringUpToDate(script);
                FollowMove(script);
            });
        }
        catch (SqliteException failure)
        {
            throw new InvalidOperationException($"The library in '{Folder}' cannot be opened for writing: {failure.Message}", failure);
        }
    }

    /// <summary>Whether a folder holds a library already.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>
    /// The data directory: a full path without links, so that a library opened by another name of its folder is not one that was moved.
    /// </summary>
    public string Folder { get; }

    /// <summary>Bytes of the database on disk, its log included.</summary>
    public long Bytes => Directory.EnumerateFiles(Folder, FileName + "*").Sum(file => new FileInfo(file).Length);

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        // Who writes while another does is told so by SQLite at once, and the driver asks again every 150 ms, until its timeout; within the
        // first seconds SQLite waits by itself, and no longer than it must.
        connection.Execute("PRAGMA busy_timeout = 2000; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY");
        return connection;
    }

    /// <summary>Why the library cannot be read now, as a sentence; null where it can.</summary>
    public string? Fault()
    {
        try
        {
            // A connection of its own: one of the pool would go on reading files that are gone.
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(_connectionString) { Pooling = false }.ToString());
            connection.ExecuteScalar("SELECT folder FROM place");
            return null;
        }
        catch (SqliteException failure)
        {
            return $"The library in '{Folder}' cannot be read: {failure.Message}";
        }
    }

    /// <summary>Runs <paramref name="read"/> on a connection of its own.</summary>
    public T Read<T>(Func<SqliteConnection, T> read)
    {
        using var connection = Open();
        return read(connection);
    }

    /// <summary>Runs <paramref name="write"/> in one transaction: all of it is kept, or nothing.</summary>
    public T Write<T>(Func<SqliteConnection, T> write)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        var result = write(connection);
        transaction.Commit();
        return result;
    }

    /// <summary>Runs <paramref name="write"/> in one transaction: all of it is kept, or nothing.</summary>
    public void Write(Action<SqliteConnection> write) => Write(connection =>
    {
        write(connection);
        return true;
    });

    /// <summary>
    /// Changes many rows, some in each transaction: who else writes waits for no more. Where it ends early, the rows before are changed.
    /// </summary>
    /// <param name="rows">What names them: numbers, or paths.</param>
    /// <param name="write">Given some of them as a JSON array; tells how many it changed.</param>
    /// <returns>How many were changed.</returns>
    internal int WriteInParts<T>(IReadOnlyCollection<T> rows, Func<SqliteConnection, string, int> write) =>
        rows.Chunk(ChangedAtOnce).Sum(some => Write(connection => write(connection, JsonSerializer.Serialize(some))));

    internal static string Now => Text(DateTime.UtcNow);

    /// <summary>A time, UTC, as the library keeps it: what is later comes later in the order of texts too.</summary>
    internal static string Text(DateTime utc) => utc.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>The time, UTC, that <see cref="Text"/> wrote.</summary>
    internal static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private void BringUpToDate(SqliteConnection connection)
    {
        var scripts = Scripts();
        var done = connection.ExecuteScalar<int>("PRAGMA user_version");
        if (done > scripts.Count)
            throw new InvalidOperationException(
                $"The library in '{Folder}' has schema {done}; this program knows {scripts.Count}. Use the newer program that made it.");
        for (; done < scripts.Count; done++)
        {
            connection.Execute(scripts[done]);
            connection.Execute($"PRAGMA user_version = {done + 1}");
        }
    }

    /// <summary>
    /// Where the library was moved, or is a copy, its own files are looked for where they are now: models, dropped pictures, samples.
    /// </summary>
    private void FollowMove(SqliteConnection connection)
    {
        var before = connection.ExecuteScalar<string?>("SELECT folder FROM place");
        if (before == Folder) return;
        connection.Execute("DELETE FROM place; INSERT INTO place (folder) VALUES (@Folder)", new { Folder });
        if (before is null) return;
        using var alone = InUseAs(before);
        static string InJson(string path) => JsonSerializer.Serialize(path + "/", JsonSerializerOptions.Web).TrimEnd('"');   // as a path begins
        connection.Execute(
            """
            UPDATE models SET file = @Folder || substr(file, length(@before) + 1) WHERE substr(file, 1, length(@before) + 1) = @before || '/';
            UPDATE OR REPLACE paths SET path = @Folder || substr(path, length(@before) + 1), folder = @Folder || substr(folder, length(@before) + 1)
            WHERE path >= @before || '/' AND path < @before || '0';
            UPDATE OR REPLACE watched_folders SET path = @Folder || substr(path, length(@before) + 1) WHERE path >= @before || '/' AND path < @before || '0';
            UPDATE jobs SET request = replace(request, @InRequests, @InRequestsNow) WHERE instr(request, @InRequests) > 0;
            """,
            new { Folder, before, InRequests = InJson(before), InRequestsNow = InJson(Folder) });
    }

    /// <summary>
    /// Keeps a server out while the library moves. One that has it open sees the same folder by another name, as within a container, and its
    /// files would be taken from it.
    /// </summary>
    /// <exception cref="InvalidOperationException">A server has it.</exception>
    private IDisposable InUseAs(string before)
    {
        try
        {
            return FolderLock.Take(Folder);
        }
        catch (IOException failure)
        {
            throw new InvalidOperationException(
                $"The library in '{Folder}' is open in a server that knows its folder as '{before}'. Do this where the server runs (in its container), or stop it first.", failure);
        }
    }

    /// <summary>The embedded scripts in the order of their numbers.</summary>
    private static List<string> Scripts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        })];
    }
}
