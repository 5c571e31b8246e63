using System.Diagnostics;
using ImageCodes.Model.Benchmarks;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Search;
using ImageCodes.Model.Training;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// Codes as addresses in memory (Salakhutdinov and Hinton 2009): what lies at the address of a query is found without a search, in a time
/// that does not depend on how many pictures there are. The time of a look-up with 10,000 to 10,000,000 codes; and, with the default
/// model's codes of pictures it did not see, the precision of a shortlist beside that of a scan.
/// </summary>
internal sealed class SemanticHashingExperiment : IExperiment
{
    private const int AddressBits = 20;
    private const int Bits = 64;
    private const int Clusters = 20_000;
    private const int Queries = 20_000;
    private const int MostFlips = 3;
    private const int Looked = 10;
    private const int QuickShare = 5;   // a quick run has one in so many of the pictures

    private static readonly int[] Counts = [10_000, 100_000, 1_000_000, 10_000_000];

    public string Name => "semantic-hashing";

    public string Summary =>
        "Addresses of 20 bits: microseconds a look-up with 10,000 to 10,000,000 codes; "
            + "precision of shortlists of the default model's codes beside a scan, Tiny ImageNet's validation pictures.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        var chart = new Chart("A look-up by address", "codes", "microseconds", logarithmic: true);
        var times = Counts[..(context.Quick ? 3 : 4)].Select(count => (Count: count, LookUps: LookUp(context, count))).ToList();
        chart.Line($"{AddressBits} bits", times.Select(time => ((double)time.Count, time.LookUps.Micros)));
        context.Show("time by number of codes", chart);
        return
        [
            .. times.Select(time => new ExperimentFigure($"microseconds a look-up of {AddressBits} bits, "
                + $"{time.Count:N0} codes", time.LookUps.Micros, Published: "about 1, whatever the number")),
            .. times.Select(time => new ExperimentFigure($"pictures listed by a look-up, {Looked} at the most, {time.Count:N0} codes", time.LookUps.Found)),
            .. Shortlists(context),
        ];
    }

    /// <summary>The mean time in which up to ten pictures at a query's own address are listed, and how many these are.</summary>
    private static (double Micros, double Found) LookUp(ExperimentContext context, int count)
    {
        context.Tell($"looking up among {count:N0} codes");
        var source = CodeSource.Clustered(Bits, Clusters, context.Seed);
        var index = new CodeIndex(Bits);
        index.Add(source.Batch(0, count));
        var queries = source.Queries(2 * Queries);
        var table = new AddressTable(index.Snapshot(), AddressBits);
        var found = 0L;
        void Ask(IEnumerable<PictureCode> some)
        {
            foreach (var query in some) found += table.At(query.Code, Looked).Count;
        }

        // What is compiled once is no part of a look-up; what stands at other addresses may still have to come from memory.
        Ask(queries.Take(Queries));
        context.Cancel.ThrowIfCancellationRequested();
        found = 0;
        var clock = Stopwatch.StartNew();
        Ask(queries.Skip(Queries));
        return (clock.Elapsed.TotalMicroseconds / Queries, (double)found / Queries);
    }

    /// <summary>The ten nearest by the whole code among those whose address differs in few bits.</summary>
    private static IEnumerable<ExperimentFigure> Shortlists(ExperimentContext context)
    {
        using var encoder = PictureEncoder.Load(context.Model);
        var pictures = context.Pictures("tinyimagenet.zip/val");
        context.Tell("encoding the pictures");
        var codes = HeldOutReport.Encode(encoder, context.Quick ? pictures.Part(place => place % QuickShare == 0) : pictures, context.Cancel);
        var index = new CodeIndex(encoder.Bits);
        index.Add(new CodeBatch(encoder.Bits, codes.Select((code, place) => KeyValuePair.Create((long)place, code.Code))));
        var table = new AddressTable(index.Snapshot(), AddressBits);
        (double Precision, double OfFound, double Looked) Ask(int flips)
        {
            var (hits, found, looked) = (0, 0, 0.0);
            context.Tell($"looking within {flips} bits of addresses");
            for (var query = 0; query < codes.Count; query++)
            {
                context.Cancel.ThrowIfCancellationRequested();
                var others = Listed(codes[query].Code, flips).Where(id => id != query).ToList();
                looked += others.Count;
                var ten = others.OrderBy(id => Hamming.Distance(codes[query].Code.Words, codes[(int)id].Code.Words)).Take(Looked).ToList();
                hits += ten.Count(id => codes[(int)id].Labels[0] == codes[query].Labels[0]);
                found += ten.Count;
            }

            return (hits / (double)Looked / codes.Count, hits / (double)Math.Max(1, found), looked / codes.Count);
        }

        IEnumerable<long> Listed(BinaryCode code, int flips) => Enumerable.Range(0, flips + 1)
            .SelectMany(flipped => table.Around(code, flipped)).SelectMany(bucket => bucket.Ids);
        context.Tell("looking at all");
        yield return new($"precision at {Looked} by a scan of {encoder.Bits} bits", RetrievalEvaluation.LeaveOneOut(codes, encoder.Bits).PrecisionAt10);
        for (var flips = 1; flips <= MostFlips; flips++)
        {
            var (precision, ofFound, looked) = Ask(flips);
            yield return new(
                $"precision at {Looked} among those whose address differs in {flips} bits at the most; where fewer are found, the rest is wrong", precision);
            yield return new($"the same within {flips} bits, of those found", ofFound);
            yield return new($"pictures looked at within {flips} bits, of {codes.Count:N0}", looked);
        }
    }
}
