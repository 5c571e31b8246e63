using ImageCodes.Model.Experiments;
using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Experiments;

public sealed class GreyPicturesTests
{
    public GreyPicturesTests() => TorchRuntime.EnsurePrepared();

    [Fact]
    public void Rows_become_squares_twice_as_wide_black_at_0_and_white_at_1()
    {
        var picture = GreyPictures.Of(tensor(new[] { 0, 1f, 2, -1 }).reshape(1, 4)).Single();
        Assert.Equal((4, 4), (picture.Width, picture.Height));
        byte At(int column, int row) => picture.Bytes[3 * (row * 4 + column)];
        Assert.Equal([0, 255, 255, 0], [At(0, 0), At(2, 0), At(1, 2), At(3, 3)]);
    }

    [Fact]
    public void Of_a_filter_0_is_grey_and_its_largest_weight_black_or_white()
    {
        var pictures = GreyPictures.OfFilters(tensor(new[] { 0, 5f, -10, 0, 10, 2.5f, 0, 0 }).reshape(4, 2), count: 9);   // pixels by units
        Assert.Equal(2, pictures.Count);
        Assert.Equal([127, 0, 255, 127], new[] { 0, 2, 8, 10 }.Select(place => (int)pictures[0].Bytes[3 * place]));
    }
}
