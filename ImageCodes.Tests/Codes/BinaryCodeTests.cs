using CsCheck;
using ImageCodes.Model.Codes;

namespace ImageCodes.Tests.Codes;

public sealed class BinaryCodeTests
{
    private static readonly Gen<BinaryCode> AnyCode =
        from bits in Gen.Int[1, 300]
        from words in Gen.ULong.Array[BinaryCode.WordsFor(bits)]
        select BinaryCode.FromWords(bits, words);

    [Fact]
    public void Bit_0_is_the_highest_of_the_first_hexadecimal_digit()
    {
        var code = BinaryCode.Parse("8001");
        Assert.Equal(16, code.Bits);
        Assert.True(code[0]);
        Assert.False(code[1]);
        Assert.True(code[15]);
        Assert.Equal([0x80, 0x01], code.ToBytes());
    }

    [Fact]
    public void Positive_activations_set_bits_and_zero_does_not()
    {
        var code = BinaryCode.FromSigns([0.5f, 0f, -0.1f, 1e-9f]);
        Assert.Equal("9", code.ToString());
        Assert.Equal(4, code.Bits);
    }

    [Fact]
    public void Hexadecimal_and_bytes_bring_back_the_same_code() =>
        (from bytes in Gen.Byte.Array[1, 40] select bytes).Sample(bytes =>
        {
            var code = BinaryCode.FromBytes(bytes);
            return code.ToBytes().SequenceEqual(bytes) && BinaryCode.Parse(code.ToString()) == code;
        });

    [Fact]
    public void Bits_past_the_length_are_zero_and_do_not_count() => AnyCode.Sample(code =>
        code == BinaryCode.FromWords(code.Bits, [.. code.Words[..^1].ToArray(), code.Words[^1] | ~BinaryCode.MaskFor(code.Bits, code.Words.Length - 1)]));

    [Fact]
    public void A_prefix_has_the_first_bits() =>
        (from code in AnyCode from bits in Gen.Int[1, code.Bits] select (code, bits)).Sample(pair =>
        {
            var prefix = pair.code.Prefix(pair.bits);
            return prefix.Bits == pair.bits && Enumerable.Range(0, pair.bits).All(bit => prefix[bit] == pair.code[bit]);
        });

    [Fact]
    public void Distance_is_the_number_of_bits_that_differ() =>
        (from bits in Gen.Int[1, 200] from seed in Gen.Int select (bits, seed)).Sample(pair =>
        {
            var codes = Some.Codes(2, pair.bits, pair.seed);
            var differing = Enumerable.Range(0, pair.bits).Count(bit => codes[0][bit] != codes[1][bit]);
            return codes[0].DistanceTo(codes[1]) == differing && codes[1].DistanceTo(codes[0]) == differing && codes[0].DistanceTo(codes[0]) == 0;
        });

    [Fact]
    public void Codes_of_different_lengths_have_no_distance()
    {
        var failure = Assert.Throws<ArgumentException>(() => BinaryCode.Parse("ffff").DistanceTo(BinaryCode.Parse("ff")));
        Assert.Contains("16 bits and 8 bits", failure.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("xy")]
    [InlineData("12 4")]
    public void What_is_not_hexadecimal_is_refused(string text) => Assert.Throws<FormatException>(() => BinaryCode.Parse(text));
}
