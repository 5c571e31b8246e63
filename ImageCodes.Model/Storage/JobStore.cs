using System.Text.Json;
using Dapper;

namespace ImageCodes.Model.Storage;

/// <summary>Where a job is.</summary>
public enum JobState
{
    Queued,
    Running,

    /// <summary>Stopped by a person, to go on later.</summary>
    Paused,
    Completed,
    Failed,
    Cancelled,
}

/// <summary>Long work that outlives a click and a restart.</summary>
/// <param name="Id">Its number in this library.</param>
/// <param name="Kind">What it does: "import", "use-model".</param>
/// <param name="State">Where it is.</param>
/// <param name="Request">What was asked for, JSON.</param>
/// <param name="Progress">How far it is, JSON; null before its first report.</param>
/// <param name="Error">A sentence, where it failed.</param>
/// <param name="Created">When it was asked for, UTC.</param>
/// <param name="Changed">When it last changed, UTC.</param>
public sealed record Job(long Id, string Kind, JobState State, string Request, string? Progress, string? Error, DateTime Created, DateTime Changed)
{
    /// <summary>What was asked for, as its kind reads it.</summary>
    public T RequestAs<T>() => JsonSerializer.Deserialize<T>(Request, JsonSerializerOptions.Web)!;

    /// <summary>How far it is, as its kind reads it; null before its first report.</summary>
    public T? ProgressAs<T>()
        where T : class => Progress is null ? null : JsonSerializer.Deserialize<T>(Progress, JsonSerializerOptions.Web);
}

/// <summary>The library's jobs.</summary>
public sealed class JobStore(LibraryDatabase database)
{
    public Job Create(string kind, string request) => database.Write(connection =>
    {
        var id = connection.ExecuteScalar<long>(
            "INSERT INTO jobs (kind, state, request, created, changed) "
                + "VALUES (@kind, 'queued', @request, @Now, @Now) RETURNING id", new { kind, request, LibraryDatabase.Now });
        return connection.QuerySingle<Row>("SELECT * FROM jobs WHERE id = @id", new { id }).ToJob();
    });

    public Job? Find(long id) => database.Read(connection =>
        connection.QuerySingleOrDefault<Row>("SELECT * FROM jobs WHERE id = @id", new { id })?.ToJob());

    /// <summary>The newest jobs of a kind, the newest first.</summary>
    public IReadOnlyList<Job> Newest(string kind, int limit) => Read(kind, limit, "id DESC");

    /// <summary>
    /// Jobs of a kind as a person looks for them: what runs, what is paused, what waits, what is over; of each the newest first.
    /// </summary>
    public IReadOnlyList<Job> Listed(string kind, int limit) =>
        Read(kind, limit, "CASE state WHEN 'running' THEN 0 WHEN 'paused' THEN 1 WHEN 'queued' THEN 2 ELSE 3 END, id DESC");

    /// <summary>All jobs of a kind that are not over.</summary>
    public IReadOnlyList<Job> Unfinished(string kind) => database.Read<IReadOnlyList<Job>>(connection =>
        [.. connection.Query<Row>("SELECT * FROM jobs WHERE kind = @kind AND state IN ('queued', 'running', 'paused')", new { kind })
            .Select(row => row.ToJob())]);

    /// <summary>The oldest job of a kind that waits, or that was running when the program was killed; null where there is none.</summary>
    public Job? Next(string kind) => database.Read(connection =>
        connection.QueryFirstOrDefault<Row>("SELECT * FROM jobs WHERE kind = @kind AND state IN ('queued', 'running') ORDER BY id LIMIT 1", new { kind })?.ToJob());

    /// <summary>
    /// Moves a job from one of <paramref name="from"/> to <paramref name="to"/>; returns whether it was in one of them. For one that waits
    /// again, kills are counted anew.
    /// </summary>
    public bool Move(long id, IReadOnlyCollection<JobState> from, JobState to, string? error = null) => database.Write(connection =>
        connection.Execute(
            "UPDATE jobs SET state = @to, error = @error, changed = @Now, kills = iif(@to = 'queued', 0, kills) WHERE id = @id "
                + "AND state IN (SELECT value FROM json_each(@from))",
            new { id, to = Name(to), error, LibraryDatabase.Now, from = JsonSerializer.Serialize(from.Select(Name)) }) == 1);

    /// <summary>Counts that the program ended while a job ran; returns how often it did since the job last waited.</summary>
    public long CountKill(long id) =>
        database.Write(connection => connection.ExecuteScalar<long>("UPDATE jobs SET kills = kills + 1 WHERE id = @id RETURNING kills", new { id }));

    /// <summary>Forgets a job that is over; returns whether it was.</summary>
    public bool Delete(long id) => database.Write(connection =>
        connection.Execute("DELETE FROM jobs WHERE id = @id AND state IN ('completed', 'failed', 'cancelled')", new { id }) == 1);

    public void Report(long id, string progress) => database.Write(connection =>
    {
        connection.Execute("UPDATE jobs SET progress = @progress, changed = @Now WHERE id = @id", new { id, progress, LibraryDatabase.Now });
    });

    private IReadOnlyList<Job> Read(string kind, int limit, string order) => database.Read<IReadOnlyList<Job>>(connection =>
        [.. connection.Query<Row>($"SELECT * FROM jobs WHERE kind = @kind ORDER BY {order} LIMIT @limit", new { kind, limit }).Select(row => row.ToJob())]);

    private static string Name(JobState state) => state.ToString().ToLowerInvariant();

    /// <summary>A row as SQLite gives it.</summary>
    private sealed record Row(
        long Id, string Kind, string State, string Request, string? Progress, string? Error, string Created, string Changed, long Kills)
    {
        public Job ToJob() =>
            new(Id, Kind, Enum.Parse<JobState>(State, ignoreCase: true), Request, Progress,
                Error, LibraryDatabase.Time(Created), LibraryDatabase.Time(Changed));
    }
}
