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
                var flips = new FlipSequence(bits, set);
                var given = new List<uint>();
                while (flips.Next(out var flip)) given.Add(flip);
                Assert.Equal(Enumerable.Range(0, 1 << bits).Select(number => (uint)number).Where(number => BitOperations.PopCount(number) == set), given);
            }
        }
    }
}
