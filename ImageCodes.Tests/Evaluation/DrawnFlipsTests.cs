using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Imaging;

namespace ImageCodes.Tests.Evaluation;

public sealed class DrawnFlipsTests(DefaultModel model)
{
    [Fact]
    public void Bits_come_by_how_much_each_changes_the_drawing()
    {
        var code = Some.Codes(1, model.Encoder.Bits, seed: 5)[0];
        var flips = DrawnFlips.Of(model.Encoder, code, [3, 70, 200]);
        Assert.Equal([3, 70, 200], flips.Select(flip => flip.Bit).Order());
        Assert.Equal(flips.Select(flip => flip.Change).OrderDescending(), flips.Select(flip => flip.Change));
        Assert.All(flips, flip => Assert.Equal(code.Flip(flip.Bit), flip.Code));
        Assert.Equal(DrawnFlips.Difference(model.Encoder.Decode(code), model.Encoder.Decode(code.Flip(70))), flips.Single(flip => flip.Bit == 70).Change, 3);
        Assert.Empty(DrawnFlips.Of(model.Encoder, code, []));
    }

    [Fact]
    public void Black_and_white_differ_by_all_there_is() =>
        Assert.Equal(1, DrawnFlips.Difference(new PixelGrid(2, 1, new byte[6]), new PixelGrid(2, 1, [.. Enumerable.Repeat((byte)255, 6)])));
}
