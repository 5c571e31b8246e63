using ImageCodes.Model.Codes;
using ImageCodes.Model.Imaging;

namespace ImageCodes.Tests.Networks;

public sealed class PictureEncoderTests(DefaultModel model)
{
    private static List<PixelGrid> Pictures(int count) => [.. Enumerable.Range(0, count).Select(seed => Some.Decoder().DecodePixels(Some.Jpeg(seed)))];

    [Fact]
    public void A_picture_has_the_same_code_alone_and_in_a_batch()
    {
        var pictures = Pictures(33);
        var together = model.Encoder.Encode(pictures);
        for (var i = 0; i < pictures.Count; i++) Assert.Equal(together[i].Code, model.Encoder.Encode([pictures[i]])[0].Code);
    }

    [Fact]
    public void Many_threads_may_encode_at_once()
    {
        var pictures = Pictures(8);
        var expected = model.Encoder.Encode(pictures).Select(code => code.Code).ToList();
        Parallel.For(0, 16, _ => Assert.Equal(expected, model.Encoder.Encode(pictures).Select(code => code.Code)));
    }

    [Fact]
    public void Activations_lie_between_minus_1_and_1_and_their_signs_are_the_code()
    {
        foreach (var code in model.Encoder.Encode(Pictures(4)))
        {
            Assert.Equal(model.Encoder.Bits, code.Activations.Length);
            Assert.All(code.Activations.ToArray(), activation => Assert.InRange(activation, -1f, 1f));
            Assert.Equal(BinaryCode.FromSigns(code.Activations), code.Code);
        }
    }

    [Fact]
    public void The_decoder_draws_a_dark_picture_darker_than_a_bright_one()
    {
        double Brightness(byte level) => model.Encoder.Decode(model.Encoder.Encode([Some.Pixels(level, level, level)])[0].Code).Bytes.Average(value => (double)value);
        Assert.True(Brightness(20) + 30 < Brightness(235), $"dark {Brightness(20)}, bright {Brightness(235)}");
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused_with_both_sides()
    {
        Assert.Contains("64 x 64 pixels; got 2 x 1", Assert.Throws<ArgumentException>(() => model.Encoder.Encode([new PixelGrid(2, 1, new byte[6])])).Message);
        Assert.Contains("256 bits; got 8", Assert.Throws<ArgumentException>(() => model.Encoder.Decode(BinaryCode.Parse("ff"))).Message);
    }
}
