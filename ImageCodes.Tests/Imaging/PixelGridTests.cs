using System.Runtime.CompilerServices;
using ImageCodes.Model.Imaging;

namespace ImageCodes.Tests.Imaging;

public sealed class PixelGridTests
{
    [Fact]
    public void An_image_has_the_same_pixels()
    {
        byte[] bytes = [10, 20, 30, 40, 50, 60];
        using var image = new PixelGrid(2, 1, bytes).ToImage();
        Assert.Equal(bytes, image.WriteToMemory<byte>());
    }

    [Fact]
    public void Pixels_that_were_written_as_files_are_let_go_of()
    {
        var gone = Enumerable.Range(0, 20).Select(_ => Written()).ToList();
        for (var round = 0; round < 20 && gone.Any(pixels => pixels.IsAlive); round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.DoesNotContain(gone, pixels => pixels.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Written()
    {
        var picture = Some.Pixels(1, 2, 3);
        using (var image = picture.ToImage()) _ = image.JpegsaveBuffer();
        _ = PictureSheet.Write([picture, picture], columns: 2);
        _ = PictureSheet.WriteExactly(picture);
        return new WeakReference(picture.Bytes);
    }
}
