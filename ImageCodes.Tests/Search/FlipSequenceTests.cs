using System.Numerics;
using ImageCodes.Model.Search;

namespace ImageCodes.Tests.Search;

public sealed class FlipSequenceTests
{
    [Fact]
    public void It_gives_every_number_with_so_many_bits_once()
    {
        for (var bits = 0; bits <= 12; bits++)
        {
            for (var set = 0; set <= bits + 1; set++)
            {
                Assert.Equal(Enumerable.Range(0, 1 << bits).Select(number => (uint)number).Where(number => BitOperations.PopCount(number) == set), Given(bits, set));
            }
        }
    }

    [Theory]
    [InlineData(24, 2, 276)]
    [InlineData(32, 0, 1)]
    [InlineData(32, 1, 32)]
    [InlineData(32, 31, 32)]
    [InlineData(32, 32, 1)]
    public void It_reaches_the_highest_bit(int bits, int set, int count)
    {
        var given = Given(bits, set);
        Assert.Equal(count, given.Distinct().Count());
        Assert.Equal(count, given.Count);
        Assert.All(given, flip => Assert.Equal(set, BitOperations.PopCount(flip)));
    }

    private static List<uint> Given(int bits, int set)
    {
        var flips = new FlipSequence(bits, set);
        var given = new List<uint>();
        while (flips.Next(out var flip)) given.Add(flip);
        return given;
    }
}
