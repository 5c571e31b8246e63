using System.Diagnostics;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Storage;
using TorchSharp;

namespace ImageCodes.Model.Benchmarks;

/// <summary>What a benchmark of an import found, in pictures a second.</summary>
/// <param name="Pictures">How many files were imported; those that give no picture are left out.</param>
/// <param name="TimedAlone">How many of them the stages alone were timed with.</param>
/// <param name="DecodeOneCore">Reading and decoding alone, on one core.</param>
/// <param name="Decode">
/// The same on all cores, timed on either side of the import, which it is compared with: machines slow down and speed up.
/// </param>
/// <param name="EncodeOneCore">Making codes alone, on one core.</param>
/// <param name="Encode">The same on all cores.</param>
/// <param name="Store">Writing rows, thumbnails and codes alone.</param>
/// <param name="EndToEnd">An import of all.</param>
/// <param name="Again">The same import again: nothing has changed.</param>
/// <param name="Stages">Where the time of the first import went.</param>
public sealed record ImportFigures(
    int Pictures, int TimedAlone, double DecodeOneCore, double Decode, double EncodeOneCore,
    double Encode, double Store, double EndToEnd, double Again, ImportStages? Stages);

/// <summary>
/// Times the stages of an import alone, each by what an import does in it, and all of it together, into libraries that are thrown away.
/// </summary>
/// <param name="decoder">Decodes.</param>
/// <param name="encoder">Makes codes.</param>
/// <param name="options">Of the import.</param>
public sealed class ImportBenchmark(PictureDecoder decoder, PictureEncoder encoder, IngestionOptions options)
{
    /// <param name="folder">Pictures.</param>
    /// <param name="most">Of so many files, at the most, stages are timed alone; all are imported.</param>
    /// <param name="cancel">Stops between pictures.</param>
    /// <exception cref="FileNotFoundException">The folder holds no picture that can be read.</exception>
    public async Task<ImportFigures> RunAsync(string folder, int most, CancellationToken cancel)
    {
        var files = PictureFiles.Below(folder).Take(most).Select(file => file.Path).ToList();
        var read = new ReadFile?[files.Count];
        double Timed(int threads) => Rate(read.Count(file => file is not null), () =>
        {
            var limits = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel };
            Parallel.For(0, files.Count, limits, i => read[i] = Read(files[i]));
        });

        _ = Timed(options.WorkerCount);   // the first run waits for the disk and for code to be compiled
        var decodeBefore = Timed(options.WorkerCount);
        var pictures = read.OfType<ReadFile>().ToList();
        if (pictures.Count == 0) throw new FileNotFoundException($"'{folder}' holds no picture that can be read.", folder);
        var decodeOneCore = Timed(1);

        List<PictureCode> codes = [];
        double Encoded(int threads)
        {
            torch.set_num_threads(threads);
            return Rate(pictures.Count, () => codes = [.. pictures.Chunk(options.BatchSize)
                .SelectMany(batch => encoder.Encode([.. batch.Select(file => file.Decoded!.Input)], cancel))]);
        }

        _ = Encoded(Environment.ProcessorCount);   // the first run takes memory that later ones have
        var encodeOneCore = Encoded(1);
        var encode = Encoded(Environment.ProcessorCount);
        var store = Rate(pictures.Count, () => Store(pictures, codes, cancel));

        using var place = new ThrowawayFolder();
        var library = new LibraryDatabase(place.Path);
        var importer = new Importer(new FileStore(library), new MountStore(library), new CodeStore(library), new ModelStore(library), decoder, options);
        var first = await importer.ImportAsync([folder], encoder, cancel: cancel);
        var again = await importer.ImportAsync([folder], encoder, cancel: cancel);
        var decodeAfter = Timed(options.WorkerCount);
        return new ImportFigures(
            first.Imported + first.Unchanged, pictures.Count, decodeOneCore, 2 / (1 / decodeBefore + 1 / decodeAfter), encodeOneCore, encode, store,
            (first.Imported + first.Unchanged) / first.Seconds, (again.Imported + again.Unchanged) / again.Seconds, first.Stages);
    }

    private ReadFile? Read(string path)
    {
        try
        {
            var bytes = decoder.ReadFile(path);
            return new ReadFile(
                FileStamp.Of(path), Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), null, decoder.Decode(bytes), null);
        }
        catch (Exception failure) when (failure is UnreadablePictureException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Store(List<ReadFile> files, List<PictureCode> made, CancellationToken cancel)
    {
        using var place = new ThrowawayFolder();
        var library = new LibraryDatabase(place.Path);
        var modelId = new ModelStore(library).Register(encoder);
        var (store, codes) = (new FileStore(library), new CodeStore(library));
        foreach (var batch in files.Zip(made).Chunk(options.BatchSize))
        {
            cancel.ThrowIfCancellationRequested();
            var rows = store.Register([.. batch.Select(entry => entry.First)], modelId);
            codes.Add(modelId, [.. rows.Zip(batch, (row, entry) => KeyValuePair.Create(row!.Value.Id, entry.Second)).DistinctBy(pair => pair.Key)]);
        }
    }

    private static double Rate(int count, Action work)
    {
        var begun = Stopwatch.GetTimestamp();
        work();
        return count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
