using ImageCodes.Model.Codes;

namespace ImageCodes.Tests.Codes;

public sealed class HammingTests
{
    [Fact]
    public void The_distance_is_the_number_of_bits_that_differ()
    {
        Assert.Equal(0, Hamming.Distance([7, 9], [7, 9]));
        Assert.Equal(128, Hamming.Distance([ulong.MaxValue, 0], [0, ulong.MaxValue]));
        Assert.Equal(3, Hamming.Distance([0b1011, 1UL << 63], [0b0001, 0]));
    }
}
