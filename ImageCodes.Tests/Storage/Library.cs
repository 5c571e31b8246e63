using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Storage;

namespace ImageCodes.Tests.Storage;

/// <summary>A library in a folder that is gone after the test: real SQLite file, real decoder.</summary>
public sealed class Library : IDisposable
{
    public Library()
    {
        Database = new LibraryDatabase(Folder["library"]);
        Pictures = new PictureStore(Database);
        Files = new FileStore(Database);
        Mounts = new MountStore(Database) { Mounted = () => Mounted };
        Labels = new LabelStore(Database);
        Verdicts = new VerdictStore(Database);
        Codes = new CodeStore(Database);
        Models = new ModelStore(Database);
        Jobs = new JobStore(Database);
        Maps = new MapStore(Database);
    }

    public TemporaryFolder Folder { get; } = new();

    public LibraryDatabase Database { get; }

    public PictureStore Pictures { get; }

    public FileStore Files { get; }

    public MountStore Mounts { get; }

    /// <summary>Where disks are mounted; none of the test's folders by itself.</summary>
    public IReadOnlyList<string> Mounted { get; set; } = ["/"];

    public LabelStore Labels { get; }

    public VerdictStore Verdicts { get; }

    public CodeStore Codes { get; }

    public ModelStore Models { get; }

    public JobStore Jobs { get; }

    public MapStore Maps { get; }

    public Importer Importer(Action<IngestionOptions>? change = null)
    {
        var options = new IngestionOptions();
        change?.Invoke(options);
        return new Importer(Files, Mounts, Codes, Models, Some.Decoder(), options);
    }

    public FolderSync Sync(TimeSpan? longestSettling = null) =>
        new(Importer(), Files, Mounts) { LongestSettling = longestSettling ?? TimeSpan.FromSeconds(30) };

    public PictureCounts Counts(PictureEncoder encoder) => Pictures.Counts(Models.Register(encoder));

    /// <summary>Writes pictures, no two alike, and returns their paths.</summary>
    public List<string> WritePictures(int count, string folder = "pictures") =>
        [.. Enumerable.Range(0, count).Select(i => Folder.Write($"{folder}/{i:000}.jpg", Some.Jpeg(i)))];

    public async Task<long> ImportedModelAsync(PictureEncoder encoder, int pictures)
    {
        WritePictures(pictures);
        await Importer().ImportAsync([Folder["pictures"]], encoder);
        return Models.Register(encoder);
    }

    public void Dispose() => Folder.Dispose();
}
