using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;
using ImageCodes.Model.Search.Kernels;

namespace ImageCodes.Tests.Search;

/// <summary>The tables by themselves, which here never give way to a scan.</summary>
public sealed class MultiIndexTablesTests
{
    private const int Count = 3_000;

    public static TheoryData<int, int, InstructionSet> Lengths =>
    [
        .. new[] { (20, 20), (64, 64), (100, 100), (128, 128), (200, 200), (256, 256), (256, 24), (256, 65), (256, 129) }
            .SelectMany(_ => Enum.GetValues<InstructionSet>(), (length, instructions) => (length.Item1, length.Item2, instructions)),
    ];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Among_codes_that_come_again_and_again_they_find_what_sorting_finds(int bits, int prefix, InstructionSet instructions)
    {
        if (instructions > ScanKernel.Best) Assert.Skip($"This processor has no {instructions}.");
        // Half of the codes are copies of a few that lie near each other: more of one value than are taken at a time, and ties at small distances.
        var random = new Random(2);
        var known = Some.Codes(1, bits, seed: 1)[0];
        var near = new[] { known, known.Flip(0), known.Flip(bits - 1), known.Flip(1).Flip(prefix / 2), known.Flip(2).Flip(prefix / 3).Flip(prefix - 1) };
        List<BinaryCode> codes =
            [.. Some.ClusteredCodes(Count / 2, bits, seed: 3), .. Enumerable.Range(0, Count / 2).Select(_ => near[random.Next(near.Length)])];
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(codes));
        var table = new CodeTable(bits);
        table.Add(new CodeBatch(bits, codes.Select((code, id) => KeyValuePair.Create((long)id, code))));
        var tables = MultiIndexTables.Build(table.Rows, prefix, CodeChunk.Choose(table.Rows, prefix), threads: 2);
        table.Remove(Enumerable.Range(0, Count).Where(id => id % 7 == 3).Select(id => (long)id));
        var only = Enumerable.Range(0, Count).Where(id => id % 3 != 1).Select(id => (long)id).ToHashSet();

        // One bit of no weight and others of some: margins tie, too.
        var unsure = new PictureCode(Enumerable.Range(0, bits).Select(bit => bit == 0 ? 0f : known[bit] ? 0.5f : -0.5f).ToArray()).Prefix(prefix);
        foreach (var query in near.Select(code => new PictureCode(code).Prefix(prefix)).Append(unsure).Append(Some.Query(bits, 5).Prefix(prefix)))
        {
            foreach (var (k, within, some) in new[] { (1, int.MaxValue, null), (7, 2, null), (70, int.MaxValue, null), (400, int.MaxValue, only), (Count, int.MaxValue, null), (30, int.MaxValue, only) })
            {
                var expected = codes.Select((code, id) => (Id: (long)id, Code: code.Prefix(prefix)))
                    .Where(row => row.Id % 7 != 3 && some?.Contains(row.Id) != false)
                    .Select(row => (row.Id, Distance: row.Code.DistanceTo(query.Code), Margin: query.MarginTo(row.Code.Words)))
                    .Where(row => row.Distance <= within)
                    .OrderBy(row => row.Distance).ThenBy(row => row.Margin).ThenBy(row => row.Id)
                    .Select(row => new Neighbour(row.Id, row.Distance)).Take(k);
                var ranking = NeighbourRanking.Rent(table.Rows, query, k, within, some);
                Assert.True(tables.TrySearch(query, ranking, instructions, scan: double.PositiveInfinity));
                Assert.Equal(expected, ranking.ToList());
                ranking.Return();
            }
        }
    }
}
