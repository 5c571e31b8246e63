using ImageCodes.Model.Codes;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;

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
    public void More_pictures_than_are_seen_at_once_have_their_codes_in_order()
    {
        var few = Pictures(5);
        var expected = model.Encoder.Encode(few).Select(code => code.Code).ToList();
        var many = model.Encoder.Encode([.. Enumerable.Range(0, 258).Select(place => few[place % 5])]);
        Assert.Equal(Enumerable.Range(0, 258).Select(place => expected[place % 5]), many.Select(code => code.Code));
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
    public void A_network_without_a_middle_gives_a_picture_and_its_mirror_image_one_code()
    {
        using var network = OfMiddle(0);
        foreach (var picture in Pictures(4)) Assert.Equal(CodeOf(network, picture), CodeOf(network, Cut(picture, 0, mirrored: true)));
    }

    [Fact]
    public void What_is_cut_out_of_a_picture_is_nearer_to_it_where_its_middle_is_in_the_code()
    {
        using var without = OfMiddle(0);
        using var with = OfMiddle(0.5);
        using var folder = new TemporaryFolder();
        PaintedPictures.Copy(folder.Path, perKind: 2);
        var pictures = Directory.GetFiles(folder.Path, "*.jpg", SearchOption.AllDirectories).Select(file => Some.Decoder().DecodePixels(File.ReadAllBytes(file))).ToList();
        double Distance(CodeNetwork network) => pictures.Average(picture => (double)CodeOf(network, picture).DistanceTo(CodeOf(network, Cut(picture, picture.Width / 4, mirrored: false))));
        var (whole, middle) = (Distance(without), Distance(with));
        Assert.True(middle < whole * 0.9, $"{whole} bits, {middle} with the middle");
    }

    /// <summary>The default model's weights in a network that sees as much of the middle.</summary>
    private CodeNetwork OfMiddle(double share)
    {
        var (known, _, card) = ModelFile.Load(model.Encoder.Path);
        using var weights = known;
        var network = new CodeNetwork(card.Network with { Middle = share });
        ModelFile.Fill(network.state_dict(), weights.state_dict());
        network.eval();
        return network;
    }

    private static BinaryCode CodeOf(CodeNetwork network, PixelGrid picture) => PictureEncoder.Encode(network, [picture])[0].Code;

    /// <summary>The picture without a border, at its old size.</summary>
    private static PixelGrid Cut(PixelGrid picture, int border, bool mirrored)
    {
        var (side, bytes) = (picture.Width, new byte[picture.Bytes.Length]);
        for (var place = 0; place < side * side; place++)
        {
            int Within(int at) => border + at * (side - 2 * border) / side;
            var across = Within(place % side);
            picture.Bytes.AsSpan(3 * (Within(place / side) * side + (mirrored ? side - 1 - across : across)), 3).CopyTo(bytes.AsSpan(3 * place));
        }

        return new PixelGrid(side, side, bytes);
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
