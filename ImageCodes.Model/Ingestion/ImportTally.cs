using System.Diagnostics;

namespace ImageCodes.Model.Ingestion;

/// <summary>A stage of an import, in the order of <see cref="ImportStages"/>.</summary>
internal enum ImportStage
{
    Scan,
    Read,
    Decode,
    Encode,
    Store,
}

/// <summary>Counts from many threads what an import does, and tells it on, at most a few times a second.</summary>
internal sealed class ImportTally(IProgress<ImportProgress>? progress)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PauseAFailure = TimeSpan.FromMilliseconds(2);   // all are told each time

    private readonly Lock _counting = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<ImportFailure> _failures = [];
    private readonly long[] _worked = new long[Enum.GetValues<ImportStage>().Length];   // ticks of the stopwatch
    private int _imported, _unchanged, _failed;
    private TimeSpan _told = -Pause;

    /// <summary>Files there are; null while they are being counted.</summary>
    public int? Total { get; set; }

    public void Imported(int count) => Count(() => _imported += count);

    public void Unchanged(int count) => Count(() => _unchanged += count);

    public void Failed(string path, string reason) => Count(() =>
    {
        _failed++;
        // A folder that could not be listed is told of in any case: what is below it is not gone.
        if (_failures.Count < ImportReport.MaxFailures || Directory.Exists(path)) _failures.Add(new ImportFailure(path, reason));
    });

    public ImportReport Report()
    {
        double Seconds(ImportStage stage) => Math.Round(Volatile.Read(ref _worked[(int)stage]) / (double)Stopwatch.Frequency, 3);
        var stages = new ImportStages(
            Seconds(ImportStage.Scan), Seconds(ImportStage.Read), Seconds(ImportStage.Decode),
            Seconds(ImportStage.Encode), Seconds(ImportStage.Store));
        lock (_counting) return new ImportReport(_imported, _unchanged, _failed, Stopwatch.GetElapsedTime(_start).TotalSeconds, [.. _failures], stages);
    }

    /// <summary>Counts what a stage does as its work.</summary>
    public T Time<T>(ImportStage stage, Func<T> work)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            return work();
        }
        finally
        {
            Worked(stage, begun);
        }
    }

    /// <summary>Counts the time since <paramref name="begun"/> as work of a stage.</summary>
    public void Worked(ImportStage stage, long begun) => Interlocked.Add(ref _worked[(int)stage], Stopwatch.GetTimestamp() - begun);

    private void Count(Action count)
    {
        ImportProgress told;
        lock (_counting)
        {
            count();
            var elapsed = Stopwatch.GetElapsedTime(_start);
            if (progress is null || elapsed - _told < Pause + _failures.Count * PauseAFailure) return;
            _told = elapsed;
            told = new ImportProgress(Report(), Total);
        }

        // Outside the lock: whoever is told may take its time, and the others go on counting.
        progress.Report(told);
    }
}
