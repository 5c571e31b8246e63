using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Channels;
using ImageCodes.Model.Files;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Scheduling;
using ImageCodes.Model.Storage;

namespace ImageCodes.Model.Ingestion;

/// <summary>
/// Takes folders and files into the library: scan -> [bounded channel] -> read, hash and decode on all cores -> [bounded
/// channel] -> rows, codes of a whole batch, one transaction each. Rows are written before codes: whatever has a row and no
/// code is taken up again by <see cref="EncodeMissingAsync"/>. Files known by path, length and time are not read again.
/// </summary>
public sealed class Importer(FileStore files, MountStore mounts, CodeStore codes, ModelStore models, PictureDecoder decoder, IngestionOptions options)
{
    private const int ScannedAtOnce = 512;
    private const int LookedFor = 100;   // files of a content of which one more came
    private static readonly TimeSpan LongestWaitForMore = TimeSpan.FromSeconds(2);

    /// <summary>How files are taken in.</summary>
    /// <param name="IsDry">Whether to tell only what would be done.</param>
    /// <param name="TriesFailed">Whether files that gave no picture are read again though they did not change.</param>
    /// <param name="OnlyKnown">Whether files are passed over that are no longer part of the library.</param>
    private sealed record Manner(bool IsDry = false, bool TriesFailed = false, bool OnlyKnown = false)
    {
        /// <summary>When it began, UTC.</summary>
        public DateTime Begun { get; init; } = DateTime.UtcNow;
    }

    /// <summary>Imports everything below <paramref name="paths"/>. One bad file costs that file.</summary>
    /// <param name="paths">Folders and files.</param>
    /// <param name="encoder">The model whose codes are made.</param>
    /// <param name="dryRun">Whether to tell only what would be done: nothing is decoded or written.</param>
    /// <param name="progress">Told of files as they are done, a few times a second at the most; what came last is in the report.</param>
    /// <param name="cancel">Stops after the batch in progress; what was done stays done.</param>
    /// <exception cref="FileNotFoundException">One of the paths is not there; nothing is imported.</exception>
    public async Task<ImportReport> ImportAsync(
        IReadOnlyList<string> paths, PictureEncoder encoder, bool dryRun = false,
        IProgress<ImportProgress>? progress = null, CancellationToken cancel = default)
    {
        foreach (var path in paths)
        {
            if (!Directory.Exists(path) && !File.Exists(path)) throw new FileNotFoundException($"There is no file or folder '{path}'.", path);
        }

        var manner = new Manner(dryRun, TriesFailed: true);
        var report = await RunAsync(() => paths.SelectMany(PictureFiles.Below).Select(file => (file.Path, file.Label)), encoder, manner, progress, cancel);
        if (!dryRun) files.ForgetFileless(manner.Begun);
        if (!dryRun && report.Imported > 0) files.KeepLastImport(JsonSerializer.Serialize(report with { Failures = [] }, JsonSerializerOptions.Web));
        return report;
    }

    /// <summary>Imports the files of folders that are followed. Those that gave no picture are not tried again until they change.</summary>
    /// <param name="listed">Lists them, each time it is asked.</param>
    /// <param name="encoder">The model whose codes are made.</param>
    /// <param name="begun">When that began, UTC: by it pictures are known whose own file is still to be looked for.</param>
    /// <param name="cancel">Stops after the batch in progress.</param>
    internal Task<ImportReport> ImportChangedAsync(
        Func<IEnumerable<PictureFile>> listed, PictureEncoder encoder, DateTime begun, CancellationToken cancel) =>
        RunAsync(() => listed().Select(file => (file.Path, file.Label)), encoder, new() { Begun = begun }, progress: null, cancel);

    /// <summary>
    /// Encodes every picture of the library that has no code of this model: after a kill, or for a new model. What is deleted meanwhile
    /// stays deleted.
    /// </summary>
    public Task<ImportReport> EncodeMissingAsync(
        PictureEncoder encoder, IProgress<ImportProgress>? progress = null, CancellationToken cancel = default)
    {
        var modelId = models.Register(encoder);   // now, and not when files are listed: a model that is removed meanwhile would come back
        return RunAsync(
            () => files.WithoutCode(modelId).Select(path => (path, (string?)null)),
            encoder, new(TriesFailed: true, OnlyKnown: true), progress, cancel);
    }

    private async Task<ImportReport> RunAsync(
        Func<IEnumerable<(string Path, string? Label)>> listed, PictureEncoder encoder,
        Manner manner, IProgress<ImportProgress>? progress, CancellationToken cancel)
    {
        var modelId = models.Register(encoder);
        var tally = new ImportTally(progress);
        var found = Channel.CreateBounded<(string Path, string? Label)>(options.Capacity);
        var read = Channel.CreateBounded<ReadFile>(options.Capacity);

        // Whichever stage fails first stops the others, so that none waits for a channel that nobody serves.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var threads = new LowPriorityScheduler(options.WorkerCount + 1);   // one more encodes and stores
        Task Stage(Func<Task> work) => threads.RunAsync(async () =>
        {
            try
            {
                await work();
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        });

        // Beside the work, and only for someone who watches: it lists all files once more.
        var count = progress is null ? Task.CompletedTask : Stage(() =>
        {
            tally.Total = listed().TakeWhile(_ => !stop.IsCancellationRequested).Count();
            return Task.CompletedTask;
        });
        var scan = Stage(async () =>
        {
            using var chunks = listed().Chunk(ScannedAtOnce).GetEnumerator();
            while (tally.Time(ImportStage.Scan, () => chunks.MoveNext() ? Changed(chunks.Current, modelId, manner, tally) : null) is { } changed)
            {
                stop.Token.ThrowIfCancellationRequested();   // also where nothing changed
                foreach (var file in changed) await found.Writer.WriteAsync(file, stop.Token);
            }

            found.Writer.Complete();
        });
        var decode = Stage(async () =>
        {
            var workers = new ParallelOptions { MaxDegreeOfParallelism = options.WorkerCount, TaskScheduler = threads, CancellationToken = stop.Token };
            await Parallel.ForEachAsync(found.Reader.ReadAllAsync(stop.Token), workers, async (file, token) =>
            {
                if (Read(file.Path, file.Label, modelId, manner, tally, token) is { } result) await read.Writer.WriteAsync(result, token);
            });
            read.Writer.Complete();
        });
        var store = Stage(async () =>
        {
            while (await read.Reader.WaitToReadAsync(stop.Token))
            {
                Store(await NextBatchAsync(read.Reader, stop.Token), encoder, modelId, manner, tally);
                stop.Token.ThrowIfCancellationRequested();
            }
        });

        try
        {
            await WhenAllOrFirstFailure(cancel, count, scan, decode, store);
        }
        finally
        {
            mounts.Keep();
        }

        return tally.Report();
    }

    /// <summary>
    /// What was read, up to a batch of it. Pictures that are encoded together cost less than one by one, so where few came yet, more are
    /// waited for, but not for long.
    /// </summary>
    private async Task<List<ReadFile>> NextBatchAsync(ChannelReader<ReadFile> read, CancellationToken stop)
    {
        var batch = new List<ReadFile>(options.BatchSize);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        enough.CancelAfter(LongestWaitForMore);
        try
        {
            do
            {
                while (batch.Count < options.BatchSize && read.TryRead(out var file)) batch.Add(file);
            }
            while (batch.Count < options.BatchSize && await read.WaitToReadAsync(enough.Token));
        }
        catch (OperationCanceledException)
        {
            // What came is a batch, also where the import is to stop.
        }

        return batch;
    }

    /// <summary>
    /// The last import that someone asked for, brought pictures and came to its end: what it did, without the files that failed; null where
    /// there was none.
    /// </summary>
    public ImportReport? LastImport() =>
        files.LastImport() is { } report ? JsonSerializer.Deserialize<ImportReport>(report, JsonSerializerOptions.Web) : null;

    /// <summary>
    /// Those of some files that are new, or not as they were read before. The others may have another label now: that of a folder which was
    /// imported alone before.
    /// </summary>
    private List<(string Path, string? Label)> Changed((string Path, string? Label)[] some, long modelId, Manner manner, ImportTally tally)
    {
        // Whoever reads a file that cannot be looked at will say so.
        var known = files.Unchanged([.. some.Select(file => FileStamp.Find(file.Path)).OfType<FileStamp>()], modelId, orFailed: !manner.TriesFailed);
        if (known.Count == 0) return [.. some];
        var (same, changed) = (new List<(string Path, string Label)>(), new List<(string Path, string? Label)>());
        foreach (var file in some)
        {
            var path = Path.GetFullPath(file.Path);
            if (!known.Contains(path)) changed.Add(file);
            else if (file.Label is { } label) same.Add((path, label));
        }

        if (!manner.IsDry) files.AddLabels(same);
        tally.Unchanged(some.Length - changed.Count);
        return changed;
    }

    /// <summary>Reads one file; null where there is nothing more to do for it.</summary>
    private ReadFile? Read(string path, string? label, long modelId, Manner manner, ImportTally tally, CancellationToken cancel)
    {
        FileStamp stamp;
        byte[] bytes;
        string hash;
        try
        {
            var begun = Stopwatch.GetTimestamp();
            stamp = FileStamp.Of(path);
            bytes = decoder.ReadFile(path);
            hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            tally.Worked(ImportStage.Read, begun);
        }
        catch (UnreadablePictureException failure)
        {
            tally.Failed(path, failure.Message);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // There is no content to keep a row of.
            tally.Failed(path,
                Directory.Exists(path) ? "The folder cannot be listed."
                : failure is FileNotFoundException or DirectoryNotFoundException ? "It is gone, or its name is not valid UTF-8."
                : $"The file cannot be read: {failure.Message}");
            return null;
        }

        if (files.HasCode(hash, modelId) && (manner.IsDry || KeepWith(hash, stamp, label, manner)))
        {
            tally.Unchanged(1);
            return null;
        }

        if (manner.IsDry)
        {
            tally.Imported(1);
            return null;
        }

        try
        {
            return new ReadFile(stamp, hash, label, tally.Time(ImportStage.Decode, () => decoder.Decode(bytes, cancel)), Error: null);
        }
        catch (UnreadablePictureException failure)
        {
            return new ReadFile(stamp, hash, label, Decoded: null, failure.Message);
        }
    }

    /// <summary>
    /// One more file of a picture that is known. Returns whether the picture was still there: what follows the folder that it was moved
    /// from may just have forgotten it.
    /// </summary>
    private bool KeepWith(string hash, FileStamp stamp, string? label, Manner manner)
    {
        if (!files.Add(hash, stamp, label, manner.OnlyKnown, manner.Begun)) return false;
        ForgetGone(hash);
        return true;
    }

    /// <summary>
    /// Of a picture of which one more file came, those that are gone are forgotten: it was moved. Where a file's folder is gone too, its
    /// disk may not be mounted. Where thousands of files have one content, each that comes looks for some of the others.
    /// </summary>
    private void ForgetGone(string hash) => files.Forget(mounts.NotOnAbsent(
        [.. files.Of(hash, LookedFor).Where(path => FilePresence.IsGone(path, mayBeUnmounted: !Directory.Exists(Path.GetDirectoryName(path))))]));

    private void Store(List<ReadFile> batch, PictureEncoder encoder, long modelId, Manner manner, ImportTally tally)
    {
        var rows = tally.Time(ImportStage.Store, () => files.Register(batch, modelId, manner.OnlyKnown, manner.Begun));
        var kept = batch.Zip(rows).Where(entry => entry.Second is not null)
            .Select(entry => (File: entry.First, entry.Second!.Value.Id, entry.Second.Value.HasCode, entry.Second.Value.IsKnown)).ToList();
        if (!manner.OnlyKnown) foreach (var entry in kept.Where(entry => entry.IsKnown)) ForgetGone(entry.File.Hash);
        var readable = kept.Where(entry => entry.File.Decoded is not null).ToList();
        var fresh = readable.Where(entry => !entry.HasCode).DistinctBy(entry => entry.Id).ToList();
        var made = tally.Time(ImportStage.Encode, () => encoder.Encode([.. fresh.Select(entry => entry.File.Decoded!.Input)]));
        var begun = Stopwatch.GetTimestamp();
        codes.Add(modelId, [.. fresh.Zip(made, (entry, code) => KeyValuePair.Create(entry.Id, code))]);
        tally.Worked(ImportStage.Store, begun);
        foreach (var (file, _, _, _) in kept.Where(entry => entry.File.Error is not null)) tally.Failed(file.Stamp.Path, file.Error!);
        tally.Imported(fresh.Count);
        tally.Unchanged(readable.Count - fresh.Count);
    }

    /// <summary>Waits for every stage to end; throws what went wrong first, and not the cancellation that it set off.</summary>
    private static async Task WhenAllOrFirstFailure(CancellationToken cancel, params Task[] stages)
    {
        try
        {
            await Task.WhenAll(stages);
        }
        catch (Exception)
        {
            var cause = stages.Where(stage => stage.IsFaulted).Select(stage => stage.Exception!.InnerException!)
                .FirstOrDefault(failure => failure is not OperationCanceledException);
            if (cause is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(cause);
            cancel.ThrowIfCancellationRequested();
            throw;
        }
    }
}
