using ImageCodes.Model.Search;

namespace ImageCodes.Tests.Search;

public sealed class FrequentCodesTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(256)]
    public void Codes_are_counted_as_one_by_one_without_those_taken_out(int bits)
    {
        // Few values of the first word, so that codes are often equal there and nowhere else.
        var random = new Random(7);
        var firsts = Some.Codes(30, bits, seed: 8);
        var codes = Enumerable.Range(0, 20_000).Select(id => (Id: (long)(3 * id + 1), Code: random.Next(4) == 0 ? firsts[random.Next(30)].Flip(bits - 1 - random.Next(Math.Min(bits, 60))) : firsts[random.Next(1 + random.Next(30))])).ToList();
        var index = new CodeIndex(bits);
        index.Add(new CodeBatch(bits, codes.Select(pair => KeyValuePair.Create(pair.Id, pair.Code))));
        var gone = codes.Where((_, place) => place % 7 == 0).Select(pair => pair.Id).ToList();
        index.Remove(gone);

        var expected = codes.ExceptBy(gone, pair => pair.Id).GroupBy(pair => pair.Code).ToList();
        var (distinct, frequent) = index.Snapshot().MostFrequent(most: 6, idsOfEach: 5);
        Assert.Equal(expected.Count, distinct);
        Assert.Equal(expected.Select(group => group.Count()).OrderDescending().Take(6), frequent.Select(code => code.Count));
        foreach (var code in frequent) Assert.Equal(expected.Single(group => group.Key == code.Code).Select(pair => pair.Id).Take(5), code.Ids);
    }

    [Fact]
    public void Where_there_are_no_codes_there_is_none_to_tell()
    {
        var (distinct, frequent) = new CodeIndex(64).Snapshot().MostFrequent(5, 5);
        Assert.Equal((0, 0), (distinct, frequent.Count));
    }
}
