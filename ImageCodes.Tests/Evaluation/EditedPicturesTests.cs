using ImageCodes.Model.Evaluation;
using ImageMagick;

namespace ImageCodes.Tests.Evaluation;

public sealed class EditedPicturesTests
{
    [Fact]
    public void Files_that_cannot_be_read_or_edited_are_left_out()
    {
        using var bitmap = new MagickImage(Some.Jpeg(2));
        var edited = EditedPictures.Decode(
            Some.Decoder(), [Some.Jpeg(1), bitmap.ToByteArray(MagickFormat.Bmp), [1, 2, 3]], cancel: TestContext.Current.CancellationToken);
        Assert.Equal(1, edited.Count);
    }
}
