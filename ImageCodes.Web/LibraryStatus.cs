using System.Reflection;
using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Models;

namespace ImageCodes.Web;

/// <summary>What the library holds, by which model, at what cost.</summary>
/// <param name="Version">Of the program.</param>
/// <param name="DataDir">Where the library is.</param>
/// <param name="Model">Version of the model in use.</param>
/// <param name="Bits">Length of its codes.</param>
/// <param name="Pictures">Pictures that can be found.</param>
/// <param name="Pending">Pictures whose code is still to be made.</param>
/// <param name="Failed">Files that gave no picture.</param>
/// <param name="IndexedCodes">Codes in memory.</param>
/// <param name="IndexBytes">Memory that they and the tables of their search take.</param>
/// <param name="IndexSeconds">How long they took to load.</param>
/// <param name="DatabaseBytes">On disk.</param>
/// <param name="MemoryBytes">Of this process.</param>
/// <param name="LastImport">
/// The last import that someone asked for, brought pictures and came to its end, and the seconds of its stages; null where there was none.
/// </param>
/// <param name="ModelFigures">What the model's file says of its codes, on pictures that it did not learn from.</param>
public sealed record LibraryState(
    string Version, string DataDir, string Model, int Bits, int Pictures, int Pending, int Failed,
    int IndexedCodes, long IndexBytes, double IndexSeconds, long DatabaseBytes, long MemoryBytes,
    ImportReport? LastImport, IReadOnlyDictionary<string, double> ModelFigures)
{
    /// <summary>For people: a name and a value a line.</summary>
    public IEnumerable<(string Name, string Value)> Lines() =>
    [
        ("Version", Version),
        ("Library", DataDir),
        ("Model", $"{Model}, {Bits} bits"),
        ("Pictures", $"{Pictures:N0} ready, {Pending:N0} pending, {Failed:N0} failed"),
        ("Codes in memory", $"{IndexedCodes:N0}, {IndexBytes / 1e6:N1} MB, loaded in {IndexSeconds:0.00} s"),
        ("Database", $"{DatabaseBytes / 1e6:N1} MB"),
        ("Memory", $"{MemoryBytes / 1e6:N0} MB"),
        ("Last import", LastImport is { } last ? $"{last.Imported:N0} in {last.Seconds:0.0} s{(last.Stages is { } stages ? $"; seconds of work: {stages}" : "")}" : "none yet"),
    ];
}

/// <summary>Reads <see cref="LibraryState"/>.</summary>
public sealed class LibraryStatus(LibraryDatabase database, PictureStore pictures, Importer importer, LiveModel model)
{
    /// <summary>The program's version, without the commit that build tools append.</summary>
    public static string ProgramVersion { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    public LibraryState Read()
    {
        var current = model.Current;   // once: another may come into use
        var (counts, index) = (pictures.Counts(current.Id), current.Index);
        index.CatchUp();
        return new LibraryState(
            ProgramVersion, database.Folder, current.Encoder.Version, current.Encoder.Bits, counts.Ready, counts.Pending, counts.Failed,
            index.Index.Count, index.Index.Bytes, Math.Round(index.LoadSeconds, 3),
            database.Bytes, Environment.WorkingSet, importer.LastImport(), current.Encoder.Card.Metrics);
    }
}
