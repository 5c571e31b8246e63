using System.CommandLine;
using ImageCodes.Model.Benchmarks;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Models;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes bench search</c>: times searches among codes that are drawn, read from a file, or the library's.</summary>
internal sealed class SearchBenchCommand : Command
{
    private const string Uniform = "uniform", Clustered = "clustered", OfLibrary = "library";
    private const int CodesACluster = 64;

    private readonly SettingFlags _flags;
    private readonly Option<int> _bits = new("--bits")
    {
        Description = "Length of the codes. Of the library: how many of their first bits.",
        DefaultValueFactory = _ => 64
    };
    private readonly Option<int> _count = new("--n") { Description = "How many codes to draw.", DefaultValueFactory = _ => 1_000_000 };
    private readonly Option<string?> _codes = new("--codes")
    {
        Description = "Read them from a file instead: words of 64 bits, the lowest byte first, code after code; the first bit is the highest of the first word, "
            + "and the lowest of the last are unused where the length is no multiple of 64.",
    };
    private readonly Option<string?> _queries = new("--queries") { Description = "What to look for, in such a file." };
    private readonly Option<int> _asked = new("--asked") { Description = "How many queries to draw; from a file, all.", DefaultValueFactory = _ => 200 };
    private readonly Option<string> _distribution = new("--distribution")
    {
        Description = "What drawn codes are like: tosses of a coin, or clusters as in learned codes; or those of the library.",
        DefaultValueFactory = _ => Uniform,
    };
    private readonly Option<int> _k = new("-k") { Description = "How many neighbours to ask for.", DefaultValueFactory = _ => 10 };
    private readonly Option<int> _radius =
        new("--radius") { Description = "Within how many bits. Default: any.", DefaultValueFactory = _ => int.MaxValue, HelpName = "bits" };
    private readonly Option<int> _threads = new("--threads") { Description = "On how many cores, at the most.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _batch = new("--batch") { Description = "How many queries are asked together.", DefaultValueFactory = _ => 1 };
    private readonly Option<SearchMethod> _index = new("--index") { Description = "How neighbours are found.", DefaultValueFactory = _ => SearchMethod.Auto };
    private readonly Option<int> _seed = new("--seed") { Description = "Seeds what is drawn.", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _save = new("--save")
    {
        Description = "Write PREFIX.codes and PREFIX.queries for --codes, --queries and other programs, instead of searching.",
        HelpName = "PREFIX",
    };
    private readonly Option<bool> _check = new("--check")
    {
        Description = "Compare every code with every query, too, one by one, and tell of how many queries the neighbours were others.",
    };
    private readonly Option<bool> _json = Output.JsonFlag("Print one JSON object, with the distances of all neighbours.");

    public SearchBenchCommand(SettingFlags flags)
        : base("search", "Time searches. Milliseconds are those of one query.")
    {
        _flags = flags;
        _distribution.AcceptOnlyFromAmong(Uniform, Clustered, OfLibrary);
        foreach (var option in new Option[] { _bits, _count, _codes, _queries, _asked, _distribution, _k, _radius, _threads, _batch, _index, _seed, _save, _check, _json })
            Options.Add(option);
        _bits.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() > BinaryCode.MaxBits)
                result.AddError($"--bits is at most {BinaryCode.MaxBits:N0}; got {result.GetValueOrDefault<int>()}.");
        });
        foreach (var option in new[] { _bits, _count, _asked, _k, _threads, _batch }) option.AtLeast(1);
        _radius.AtLeast(0);

        SetAction((call, cancel) => Task.Run(() => Run(call, cancel), cancel));
    }

    private int Run(ParseResult call, CancellationToken cancel)
    {
        if (call.GetValue(_save) is not null && call.GetValue(_check))
            throw new UsageException("--save writes codes instead of searching; there is nothing to --check.");
        var benchmark = new SearchBenchmark
        {
            Method = call.GetValue(_index),
            K = call.GetValue(_k),
            Radius = call.GetValue(_radius),
            Threads = call.GetValue(_threads),
            Batch = call.GetValue(_batch),
            Check = call.GetValue(_check),
        };
        var (codes, count, queries) = Read(call);
        if (benchmark.Method == SearchMethod.Address && codes.Bits > AddressTable.MostBits)
            throw new UsageException(
                $"--index address is a table of addresses of at most {AddressTable.MostBits} bits; the codes have {codes.Bits}. Give --bits, or another --index.");
        if (call.GetValue(_save) is { } prefix)
        {
            Save($"{prefix}.queries", queries.Select(query => query.Code));
            Save($"{prefix}.codes", Enumerable.Range(0, count).Select(_ => codes.Queries(1)[0].Code));
            return ExitCode.Good;
        }

        var figures = benchmark.Run(codes, count, queries, cancel);
        if (call.GetValue(_json)) Output.PrintJson(figures);
        else Print(figures, queries.Count);
        return figures.Differences > 0 ? ExitCode.WorkFailed : ExitCode.Good;
    }

    private static void Print(SearchFigures figures, int asked)
    {
        var table = new Table().AddColumns("index", "bits", "codes", "k", "threads", "load s", "bytes/code", "median ms", "mean ms", "p99 ms", "queries/s");
        table.AddRow(
            figures.Index, $"{figures.Bits}", $"{figures.N:N0}", $"{figures.K}",
            $"{figures.Threads}", $"{figures.LoadSeconds:0.00}", $"{figures.BytesPerCode:0.0}",
            $"{figures.MedianMillis:0.0000}", $"{figures.MeanMillis:0.0000}", $"{figures.P99Millis:0.0000}", $"{figures.QueriesPerSecond:N0}");
        AnsiConsole.Write(table);
        if (figures.Differences is { } differences)
            Console.WriteLine("Compared with every code, one by one: "
                + $"of {differences:N0} of {asked:N0} queries the neighbours were others.");
    }

    private static void Save(string path, IEnumerable<BinaryCode> codes)
    {
        using var file = new BinaryWriter(new BufferedStream(File.Create(path), 1 << 20));
        foreach (var code in codes)
        {
            foreach (var word in code.Words) file.Write(word);   // the lowest byte first
        }
    }

    private (CodeSource Codes, int Count, IReadOnlyList<PictureCode> Queries) Read(ParseResult call)
    {
        var (bits, seed) = (call.GetValue(_bits), call.GetValue(_seed));
        if (call.GetValue(_codes) is { } path)
        {
            var asked = call.GetValue(_queries) ?? throw new UsageException("With --codes FILE, --queries FILE says what to look for.");
            var (codes, count) = CodeSource.File(path, bits);
            var (queries, askedCount) = CodeSource.File(asked, bits);
            return (codes, count, queries.Queries(askedCount));
        }

        if (call.GetValue(_queries) is not null) throw new UsageException("--queries FILE goes with --codes FILE.");
        if (call.GetValue(_distribution) == OfLibrary) return OfTheLibrary(call, bits);
        var drawn = call.GetValue(_count);
        var source = call.GetValue(_distribution) == Uniform
            ? CodeSource.Uniform(bits, seed)
            : CodeSource.Clustered(bits, Math.Max(1, drawn / CodesACluster), seed);
        return (source, drawn, source.Queries(call.GetValue(_asked)));   // the queries come first, and the codes after them
    }

    private (CodeSource Codes, int Count, IReadOnlyList<PictureCode> Queries) OfTheLibrary(ParseResult call, int bits)
    {
        using var services = _flags.ServicesOfLibrary(call);
        var model = services.GetRequiredService<LiveModel>().Current;
        if (bits > model.Encoder.Bits) throw new UsageException($"The library's codes have {model.Encoder.Bits} bits; --bits asks for {bits}.");
        var codes = services.GetRequiredService<CodeStore>().All(model.Id).Select(row => row.Code.Prefix(bits)).ToList();
        if (codes.Count == 0)
            throw new InvalidOperationException("The library holds no codes. Import pictures, or leave out --distribution library.");
        var queries = Enumerable.Range(0, call.GetValue(_asked))
            .Select(i => new PictureCode(codes[(int)((long)i * codes.Count / call.GetValue(_asked))])).ToList();
        return (CodeSource.Of(codes), codes.Count, queries);
    }
}
