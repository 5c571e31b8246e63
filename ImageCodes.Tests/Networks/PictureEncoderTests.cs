using ImageCodes.Model.Codes;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;

namespace ImageCodes.Tests.Networks;

public sealed class PictureEncoderTests(DefaultModel model)
{
    private static List<NetworkInput> Pictures(int count) =>
        [.. Enumerable.Range(0, count).Select(seed => Some.Decoder().DecodeInput(Some.Jpeg(seed)))];

    [Fact]
    public void A_picture_has_the_same_code_alone_and_in_a_batch()
    {
        var pictures = Pictures(33);
        var together = model.Encoder.Encode(pictures, TestContext.Current.CancellationToken);
        for (var i = 0; i < pictures.Count; i++)
            Assert.Equal(together[i].Code, model.Encoder.Encode([pictures[i]], TestContext.Current.CancellationToken)[0].Code);
    }

    [Fact]
    public void More_pictures_than_are_seen_at_once_have_their_codes_in_order()
    {
        var few = Pictures(5);
        var expected = model.Encoder.Encode(few, TestContext.Current.CancellationToken).Select(code => code.Code).ToList();
        var many = model.Encoder.Encode([.. Enumerable.Range(0, 258).Select(place => few[place % 5])], TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 258).Select(place => expected[place % 5]), many.Select(code => code.Code));
    }

    [Fact]
    public void Many_threads_may_encode_at_once()
    {
        var pictures = Pictures(8);
        var expected = model.Encoder.Encode(pictures, TestContext.Current.CancellationToken).Select(code => code.Code).ToList();
        Parallel.For(0, 16, _ => Assert.Equal(expected, model.Encoder.Encode(pictures).Select(code => code.Code)));
    }

    [Fact]
    public void Activations_lie_between_minus_1_and_1_and_their_signs_are_the_code()
    {
        foreach (var code in model.Encoder.Encode(Pictures(4), TestContext.Current.CancellationToken))
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
        foreach (var picture in Pictures(4)) Assert.Equal(CodeOf(network, picture), CodeOf(network, new NetworkInput(Mirrored(picture.Whole))));
    }

    [Fact]
    public void What_is_cut_out_of_a_picture_is_nearer_to_it_where_its_middle_is_in_the_code()
    {
        using var without = OfMiddle(0);
        using var with = OfMiddle(NetworkInput.MiddleShare);
        using var folder = new TemporaryFolder();
        PaintedPictures.Copy(folder.Path, perKind: 2);
        var files = Directory.GetFiles(folder.Path, "*.jpg", SearchOption.AllDirectories).Select(File.ReadAllBytes).ToList();
        var cut = PictureEdit.All.Single(edit => edit.Name == "middle 50 %");
        BinaryCode Code(CodeNetwork network, byte[] file) => CodeOf(network, Some.Decoder().DecodeInput(file));
        double Distance(CodeNetwork network) => files.Average(file => (double)Code(network, file).DistanceTo(Code(network, cut.Apply(file))));
        var (whole, middle) = (Distance(without), Distance(with));
        Assert.True(middle < whole * 0.9, $"{whole} bits, {middle} with the middle");
    }

    [Fact]
    public void A_middle_that_was_decoded_is_seen_in_place_of_one_that_is_enlarged()
    {
        using var network = OfMiddle(NetworkInput.MiddleShare);
        var (small, large) = (new NetworkInput(Pictures(1)[0].Whole), new NetworkInput(Pictures(1)[0].Whole, Some.Pixels(250, 40, 0)));
        Assert.NotEqual(CodeOf(network, small), CodeOf(network, large));
        Assert.Equal([CodeOf(network, small), CodeOf(network, large), CodeOf(network, small)],
            PictureEncoder.Encode(network, [small, large, small], cancel: TestContext.Current.CancellationToken).Select(code => code.Code));
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

    private static BinaryCode CodeOf(CodeNetwork network, NetworkInput picture) => PictureEncoder.Encode(network, [picture])[0].Code;

    private static PixelGrid Mirrored(PixelGrid picture)
    {
        var rows = picture.Bytes.Chunk(3 * picture.Width);
        return new PixelGrid(picture.Width, picture.Height, [.. rows.SelectMany(row => row.Chunk(3).Reverse().SelectMany(pixel => pixel))]);
    }

    [Fact]
    public void The_decoder_draws_a_dark_picture_darker_than_a_bright_one()
    {
        double Brightness(byte level) => model.Encoder.Decode(model.Encoder.Encode([Some.Input(level, level, level)])[0].Code).Bytes.Average(value => (double)value);
        Assert.True(Brightness(20) + 30 < Brightness(235), $"dark {Brightness(20)}, bright {Brightness(235)}");
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused_with_both_sides()
    {
        Assert.Contains(
            "64 x 64 pixels; got 2 x 1", Assert.Throws<ArgumentException>(() => model.Encoder.Encode([new NetworkInput(new PixelGrid(2, 1, new byte[6]))], TestContext.Current.CancellationToken)).Message);
        Assert.Contains("256 bits; got 8", Assert.Throws<ArgumentException>(() => model.Encoder.Decode(BinaryCode.Parse("ff"))).Message);
    }
}
