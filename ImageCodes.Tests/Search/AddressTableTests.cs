using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;

namespace ImageCodes.Tests.Search;

public sealed class AddressTableTests
{
    private static CodeIndex Index(IEnumerable<BinaryCode> codes, int bits)
    {
        var index = new CodeIndex(bits, SearchMethod.Linear);
        index.Add(new CodeBatch(bits, codes.Select((code, place) => KeyValuePair.Create((long)place, code))));
        return index;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(20)]
    public void Buckets_hold_the_codes_whose_first_bits_are_the_address_and_no_others(int bits)
    {
        var codes = Some.ClusteredCodes(5_000, 128, seed: bits);
        var index = Index(codes, 128);
        index.Remove([3, 7]);
        var table = new AddressTable(index.Snapshot(), bits);
        foreach (var query in codes.Take(20))
        {
            foreach (var flips in new[] { 0, 1 })
            {
                var buckets = table.Around(query, flips).ToList();
                Assert.Equal(flips == 0 ? 1 : bits, buckets.Count);
                foreach (var bucket in buckets)
                {
                    Assert.Equal(flips, bucket.Flipped.Count);
                    Assert.Equal(bucket.Flipped.Aggregate(query.Prefix(bits), (address, bit) => address.Flip(bit)), bucket.Address);
                    Assert.Equal(codes.Select((code, id) => (code, id)).Where(pair => pair.code.Prefix(bits) == bucket.Address && pair.id is not (3 or 7)).Select(pair => (long)pair.id), bucket.Ids.Order());
                }
            }
        }
    }

    [Fact]
    public void It_tells_how_full_it_is()
    {
        var table = new AddressTable(Index([.. new[] { "00", "01", "0f", "f0" }.Select(code => BinaryCode.Parse(code))], 8).Snapshot(), 4);
        Assert.Equal((16, 2, 3, 4), (table.Addresses, table.Occupied, table.Fullest, table.Codes));
        Assert.Equal([0, 1, 2, 3], table.Around(BinaryCode.Parse("00"), 1).Select(bucket => bucket.Flipped.Single()).Order());
        Assert.Equal([3L], table.Around(BinaryCode.Parse("07"), 4).Single().Ids);
        Assert.Equal([0L, 1, 2], table.At(BinaryCode.Parse("07"), 9));
        Assert.Equal([0L, 1], table.At(BinaryCode.Parse("07"), 2));
    }

    [Fact]
    public void It_is_of_one_moment()
    {
        var index = Index(Some.Codes(10, 64, seed: 1), 64);
        var table = new AddressTable(index.Snapshot(), 8);
        Assert.True(table.IsOf(index.Snapshot()));
        index.Remove([0]);
        Assert.False(table.IsOf(index.Snapshot()));
    }

    [Fact]
    public void Addresses_are_of_lengths_that_have_a_place_each()
    {
        var snapshot = Index(Some.Codes(2, 16, seed: 1), 16).Snapshot();
        Assert.Contains("1 to 16 bits; got 17", Assert.Throws<ArgumentOutOfRangeException>(() => new AddressTable(snapshot, 17)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AddressTable(snapshot, 0));
        Assert.Contains(
            "has 4 bits; the code has 2", Assert.Throws<ArgumentException>(() => new AddressTable(snapshot, 4).Around(BinaryCode.FromWords(2, [0]), 0).ToList()).Message);
    }
}
